import { Converter, ReflectionKind } from "typedoc";

/** Names each module as it is imported: `@shac/core/node` for `core/dist/node`. */
export function load({ converter }) {
  converter.on(Converter.EVENT_CREATE_DECLARATION, (_, reflection) => {
    if (reflection.kind !== ReflectionKind.Module) return;
    reflection.name = `@shac/${reflection.name.replace(/\/dist(?=\/|$)/, "").replace(/\/index$/, "")}`;
  });
}
