import { useConnection } from "../live/page-updates.js";
import { Hint } from "./hint.js";

const words = {
  connecting: { label: "Connecting", meaning: "The page is opening its connection to the dashboard's server." },
  open: { label: "Live", meaning: "Whatever a search does is on this page within a second." },
  lost: {
    label: "Connection lost, trying again",
    meaning:
      "The dashboard's server cannot be reached. What you see is from before; it goes on by itself once the server is back.",
  },
  refused: {
    label: "Token needed",
    meaning: "The dashboard was started anew, or elsewhere. Open the address that it printed then; it holds the token.",
  },
} as const;

/** Whether the page is up to date. */
export function ConnectionNote() {
  const connection = useConnection();
  const { label, meaning } = words[connection];
  return (
    <span class={`connection connection-${connection}`}>
      <Hint text={meaning}>
        <span role="status">{label}</span>
      </Hint>
    </span>
  );
}
