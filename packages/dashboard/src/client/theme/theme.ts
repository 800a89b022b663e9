/** What the user has chosen; "system" is light or dark as the computer is. */
export const themeChoices = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = "shac.theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** The remembered choice. */
export function chosenTheme(): ThemeChoice {
  const kept = readKept();
  return themeChoices.find((choice) => choice === kept) ?? "system";
}

/** Shows the page in the chosen theme, and remembers it where the browser allows. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
  apply(choice);
}

/** Applies the remembered choice, and follows the computer while that is the choice. */
export function followTheme(): void {
  apply(chosenTheme());
  systemIsDark.addEventListener("change", () => apply(chosenTheme()));
}

function apply(choice: ThemeChoice): void {
  const dark = choice === "dark" || (choice === "system" && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  // What is painted on a canvas must be painted anew.
  document.dispatchEvent(new Event("themechange"));
}

function readKept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
