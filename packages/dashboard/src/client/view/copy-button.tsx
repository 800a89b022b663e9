import { useEffect, useState } from "preact/hooks";

/** Puts a text on the clipboard and says so. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: () => string }) {
  const [note, setNote] = useState("");
  useEffect(() => {
    const timer = note === "" ? undefined : setTimeout(() => setNote(""), 2500);
    return () => clearTimeout(timer);
  }, [note]);
  const copy = async () => setNote((await toClipboard(text())) ? "Copied" : "The browser forbids copying");
  return (
    <span class="copy">
      <button type="button" class="button" onClick={copy}>
        {label}
      </button>
      <span role="status" class="copy-note">
        {note}
      </span>
    </span>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    // Absent where the page is not on this machine and comes without TLS.
    if (navigator.clipboard === undefined) return copySelection(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
