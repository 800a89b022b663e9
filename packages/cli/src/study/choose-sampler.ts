import { randomSampler, type Sampler, type ShacSamplerOptions, shacGpSampler, shacSampler } from "@shac/core";
import type { DefinitionFlags } from "../command-line/flags.js";
import { UsageError } from "../usage-error.js";

type ShacFlag = "skipCvChecks" | "earlyStop" | "relaxChecks" | "maxClassifiers";

const SHAC_FLAGS: Readonly<Record<ShacFlag, string>> = {
  skipCvChecks: "--skip-cv-checks",
  earlyStop: "--early-stop",
  relaxChecks: "--relax-checks",
  maxClassifiers: "--max-classifiers",
};

/**
 * The sampler that the flags ask for: the study file's own with their settings, or another one; undefined when neither
 * says anything.
 *
 * @throws UsageError when a setting of the shac sampler is given with another one
 */
export function chooseSampler(flags: DefinitionFlags, ofFile: Sampler | undefined): Sampler | undefined {
  const given = (Object.keys(SHAC_FLAGS) as ShacFlag[]).filter((flag) => flags[flag] !== undefined);
  const name = flags.sampler ?? ofFile?.name ?? "shac-gp";
  if (given.length > 0 && name !== "shac") {
    const names = given.map((flag) => SHAC_FLAGS[flag]).join(", ");
    throw new UsageError(`${names} needs the sampler shac, and this study would use ${name}. Add --sampler shac.`);
  }
  if (name === "shac" && (given.length > 0 || flags.sampler !== undefined)) {
    const settings: ShacSamplerOptions = ofFile?.name === "shac" ? ofFile.options : {};
    return shacSampler({ ...settings, ...Object.fromEntries(given.map((flag) => [flag, flags[flag]])) });
  }
  if (flags.sampler === "shac-gp") return shacGpSampler();
  return flags.sampler === "random" ? randomSampler() : ofFile;
}
