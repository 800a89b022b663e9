import { type ComponentChildren, cloneElement, isValidElement } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface HintProps {
  /** What the term or number means, in a sentence or two. */
  readonly text: string;
  readonly children: ComponentChildren;
  /** True where the content takes the focus itself, such as a button. */
  readonly focusable?: boolean;
  readonly class?: string;
}

/** Something whose meaning shows while the pointer or the focus is on it; Escape hides it. Screen readers read it as a description. */
export function Hint({ text, children, focusable = false, class: className = "" }: HintProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const show = () => setOpen(true);
  const hide = () => setOpen(false);
  useEffect(() => (open ? onEscape(hide) : undefined), [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing but show its description.
    <span
      ref={anchor}
      class={`hint ${focusable ? "" : "hint-term"} ${className}`}
      {...(focusable ? {} : { tabIndex: 0, "aria-describedby": id })}
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocusCapture={show}
      onBlurCapture={hide}
    >
      {focusable && isValidElement(children) ? cloneElement(children, { "aria-describedby": id }) : children}
      {open ? (
        <Bubble anchor={anchor} text={text} id={id} />
      ) : (
        <span id={id} role="tooltip" hidden={true}>
          {text}
        </span>
      )}
    </span>
  );
}

function Bubble({ anchor, text, id }: { anchor: { current: HTMLElement | null }; text: string; id: string }) {
  const bubble = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (anchor.current !== null && bubble.current !== null) place(bubble.current, anchor.current);
  });
  return (
    <span ref={bubble} id={id} role="tooltip" class="bubble">
      {text}
    </span>
  );
}

const gap = 6;
const margin = 8;

/** Below its anchor, above where there is no room; never past an edge of the window. */
function place(bubble: HTMLElement, anchor: HTMLElement): void {
  const target = anchor.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(target.left + target.width / 2 - width / 2, margin), innerWidth - width - margin);
  const below = target.bottom + gap;
  bubble.style.left = `${Math.max(left, margin)}px`;
  bubble.style.top = `${below + height + margin > innerHeight ? target.top - gap - height : below}px`;
}

function onEscape(act: () => void): () => void {
  const listen = (event: KeyboardEvent) => event.key === "Escape" && act();
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
