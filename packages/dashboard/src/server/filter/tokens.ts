import { invalidQuery } from "../request-error.js";

/** A word of a filter and where it stands, counted from 1. */
export interface Token {
  readonly kind: "number" | "string" | "name" | "operator" | "end";
  readonly text: string;
  /** What a number or string stands for. */
  readonly value?: number | string;
  readonly at: number;
}

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const NAME = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/uy;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>!()[\],.=]/y;
const SPACE = /\s+/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** @throws RequestError that says which character cannot be */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = readToken(text, at, match);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: "end", text: "the end", at: text.length + 1 }];
}

function readToken(text: string, offset: number, match: (pattern: RegExp) => string | undefined): Token {
  const at = offset + 1;
  const quote = text[offset];
  if (quote === '"' || quote === "'") return readString(text, offset);
  const number = match(NUMBER);
  if (number !== undefined) return { kind: "number", text: number, value: Number(number), at };
  const name = match(NAME);
  if (name !== undefined) return { kind: "name", text: name, at };
  const operator = match(OPERATOR);
  if (operator !== undefined) return { kind: "operator", text: operator, at };
  const character = String.fromCodePoint(text.codePointAt(offset) as number);
  throw invalidQuery(`The filter cannot have ${JSON.stringify(character)} at character ${at}.`);
}

function readString(text: string, offset: number): Token {
  let value = "";
  for (let i = offset + 1; i < text.length; i++) {
    const character = text[i] as string;
    if (character === text[offset]) return { kind: "string", text: text.slice(offset, i + 1), value, at: offset + 1 };
    if (character !== "\\") value += character;
    else {
      i++;
      const escaped = text[i] ?? "";
      value += ESCAPES[escaped] ?? escaped;
    }
  }
  throw invalidQuery(
    `The filter has a string that does not end, from character ${offset + 1} on; add ${text[offset]}.`,
  );
}
