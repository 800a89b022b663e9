import { useState } from "preact/hooks";
import { chooseTheme, chosenTheme, type ThemeChoice, themeChoices } from "./theme.js";

const pictures: Readonly<Record<ThemeChoice, string>> = {
  system: "M3 4h14v9H3zM7 16h6M10 13v3",
  light:
    "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4",
  dark: "M16.5 12.3A7 7 0 0 1 7.7 3.5a7 7 0 1 0 8.8 8.8z",
};

/** Light, dark, or as the computer is. */
export function ThemeSwitch() {
  const [chosen, setChosen] = useState(chosenTheme());
  const choose = (choice: ThemeChoice) => {
    chooseTheme(choice);
    setChosen(choice);
  };
  return (
    <fieldset class="theme-switch">
      <legend class="visually-hidden">Colours</legend>
      {themeChoices.map((choice) => (
        <label key={choice} title={choice === "system" ? "Colours as the system has them" : `${choice} colours`}>
          <input
            type="radio"
            name="theme"
            class="visually-hidden"
            checked={choice === chosen}
            onChange={() => choose(choice)}
          />
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d={pictures[choice]} />
          </svg>
          <span class="visually-hidden">{choice}</span>
        </label>
      ))}
    </fieldset>
  );
}
