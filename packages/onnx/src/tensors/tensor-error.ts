import { ShacError } from "@shac/core";

/** A value that is not what a model declares, such as `Input "x" must be float32 [batch, 4], and is int32 [2, 3].` */
export class TensorError extends ShacError {
  /** Name of the input or output. */
  readonly tensor: string;
  /** Type and shape, such as `float32 [batch, 4]`. */
  readonly expected: string;
  readonly given: string;

  constructor(kind: "Input" | "Output", tensor: string, expected: string, given: string) {
    super("tensor-mismatch", `${kind} "${tensor}" must be ${expected}, and is ${given}.`);
    this.tensor = tensor;
    this.expected = expected;
    this.given = given;
  }
}
