import { trialAddress } from "../route/route.js";

/** Opens the page of a trial that was chosen in a chart. */
export function openTrial(study: string): (trial: number) => void {
  return (trial) => {
    location.hash = trialAddress(study, trial);
  };
}
