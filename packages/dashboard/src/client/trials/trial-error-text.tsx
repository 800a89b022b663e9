import type { FailureReason, TrialError } from "@shac/core";
import { ForeignText } from "../view/foreign-text.js";
import { Hint } from "../view/hint.js";

const meanings: Readonly<Record<FailureReason, string>> = {
  error: "The objective threw an error.",
  "invalid-value": "The objective gave something else than a finite number.",
  timeout: "The evaluation took longer than it may.",
  "worker-lost": "The worker ended in the middle of the evaluation, as often as it was tried.",
  "memory-limit": "The evaluation took more memory than it may.",
};

/** Errors of a chain that are shown; a chain may be endless in what somebody else has written. */
const longestChain = 20;

interface TrialErrorTextProps {
  readonly reason: FailureReason;
  readonly error: TrialError | undefined;
}

/** Why a trial failed: the error, and the errors that caused it. */
export function TrialErrorText({ reason, error }: TrialErrorTextProps) {
  return (
    <section class="card card-wide card-failure" aria-label="Failure">
      <div class="card-head">
        <h3>
          Failed: <Hint text={meanings[reason] ?? reason}>{reason}</Hint>
        </h3>
      </div>
      {chainOf(error).map((link, index) => (
        <div key={index} class="error-link">
          <p>
            {index > 0 && <span class="muted">caused by </span>}
            <strong>
              <ForeignText text={link.name} limit={80} />
            </strong>
            {link.code !== undefined && (
              <>
                {" "}
                <code>
                  <ForeignText text={link.code} limit={80} />
                </code>
              </>
            )}
            : <ForeignText text={link.message} limit={600} />
          </p>
          {link.stack !== undefined && (
            <details>
              <summary>Stack</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
              <section class="text-block" tabIndex={0} aria-label="Stack">
                <pre>
                  <bdi>{link.stack}</bdi>
                </pre>
              </section>
            </details>
          )}
        </div>
      ))}
    </section>
  );
}

function chainOf(error: TrialError | undefined): readonly TrialError[] {
  const chain: TrialError[] = [];
  for (let link = error; link !== undefined && chain.length < longestChain; link = link.cause) chain.push(link);
  return chain;
}
