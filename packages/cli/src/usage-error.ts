/** A command line or a study file that cannot be carried out as it stands; nothing was started. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
