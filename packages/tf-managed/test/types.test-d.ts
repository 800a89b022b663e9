import { defineStudy, float, Study, searchSpace } from "@shac/core";
import type { TfContext } from "@shac/tf-managed";
import type * as tfjs from "@tensorflow/tfjs";
import { expectTypeOf } from "vitest";

const space = searchSpace({ rate: float(1e-4, 1) });

// An objective says what context it needs.
const definition = defineStudy({
  name: "typed",
  space,
  objective: async ({ rate }, { tf, session, signal }: TfContext) => {
    expectTypeOf(rate).toEqualTypeOf<number>();
    expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    const scalar: tfjs.Scalar = tf.scalar(1);
    expectTypeOf(await session.run(scalar)).toEqualTypeOf<number>();
    expectTypeOf(await session.run([scalar, tf.tensor2d([[1]])])).toEqualTypeOf<[number, number[][]]>();
    expectTypeOf(await session.run({ loss: scalar })).toEqualTypeOf<{ loss: number }>();
    return 0;
  },
});

// @ts-expect-error Here the objective would be called with a context that has no session.
new Study({ space }).fit(definition.objective);
