import type { Trial } from "@shac/core";
import { invalidQuery } from "../request-error.js";
import { readTokens, type Token } from "./tokens.js";

/** What a field of a trial can be; null where it has none. */
export type FieldValue = string | number | boolean | null;

/** Reads a field of a trial; undefined for a field that is not known. */
export type FindField = (name: string) => ((trial: Trial) => FieldValue) | undefined;

export type Filter = (trial: Trial) => boolean;

type Read = (trial: Trial) => FieldValue;

const MAX_LENGTH = 1000;
const MAX_DEPTH = 50;
const WORDS: Readonly<Record<string, FieldValue>> = { true: true, false: false, null: null };

/**
 * Reads an expression such as `state == "complete" && params.rate < 0.1 || !(metrics.loss in [1, 2])`.
 *
 * Compared are fields with numbers, strings, true, false, null or other fields, by `==` (or `=`), `!=`, `<`, `<=`, `>`, `>=`, by `in [...]`, and by
 * `contains`, which looks for a text in another whatever the case. Values of different kinds are not equal, and neither is the
 * lesser one. A name that is no word stands in brackets: `params["learning rate"]`.
 *
 * @throws RequestError saying what is wrong, and where
 */
export function parseFilter(text: string, findField: FindField): Filter {
  if (text.length > MAX_LENGTH) {
    throw invalidQuery(`The filter has ${text.length} characters; at most ${MAX_LENGTH} are read.`);
  }
  return new Parser(readTokens(text), findField).parse();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #findField: FindField;
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], findField: FindField) {
    this.#tokens = tokens;
    this.#findField = findField;
  }

  parse(): Filter {
    const filter = this.#any();
    if (this.#token.kind !== "end") throw this.#expected("&&, || or the end");
    return filter;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #any(): Filter {
    let left = this.#all();
    while (this.#take("||")) {
      const [a, b] = [left, this.#all()];
      left = (trial) => a(trial) || b(trial);
    }
    return left;
  }

  #all(): Filter {
    let left = this.#not();
    while (this.#take("&&")) {
      const [a, b] = [left, this.#not()];
      left = (trial) => a(trial) && b(trial);
    }
    return left;
  }

  #not(): Filter {
    if (++this.#depth > MAX_DEPTH) throw invalidQuery(`The filter is nested deeper than ${MAX_DEPTH} levels.`);
    const filter = this.#simple();
    this.#depth--;
    return filter;
  }

  #simple(): Filter {
    if (this.#take("!")) {
      const inner = this.#not();
      return (trial) => !inner(trial);
    }
    if (this.#take("(")) {
      const inner = this.#any();
      this.#expect(")");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): Filter {
    const left = this.#value();
    if (this.#take("in")) {
      const list = this.#list();
      return (trial) => {
        const value = left(trial);
        return list.some((item) => item(trial) === value);
      };
    }
    for (const [operator, compare] of COMPARISONS) {
      if (!this.#take(operator)) continue;
      const right = this.#value();
      return (trial) => compare(left(trial), right(trial));
    }
    // A field alone, such as `infeasible`.
    return (trial) => left(trial) === true;
  }

  #list(): readonly Read[] {
    this.#expect("[");
    const items: Read[] = [];
    while (!this.#take("]")) {
      if (items.length > 0) this.#expect(",");
      items.push(this.#value());
    }
    return items;
  }

  #value(): Read {
    const { kind, text, value, at } = this.#token;
    if (kind === "number" || kind === "string") {
      this.#next++;
      return () => value as FieldValue;
    }
    if (kind !== "name" || text === "in" || text === "contains") throw this.#expected("a field or a value");
    this.#next++;
    if (Object.hasOwn(WORDS, text)) return () => WORDS[text] as FieldValue;
    const name = text + this.#path();
    const read = this.#findField(name);
    if (read !== undefined) return read;
    throw invalidQuery(
      `The filter names ${JSON.stringify(name)} at character ${at}, which no trial has; there are state, value, number, batch, attempt, elapsedMs, reason, infeasible, params.NAME and metrics.NAME. Texts stand in quotes.`,
    );
  }

  /** `.rate`, `["learning rate"]` or `.w[0]`, as one name. */
  #path(): string {
    let path = "";
    for (;;) {
      if (this.#take(".")) {
        if (this.#token.kind !== "name") throw this.#expected("a name");
        path += `.${this.#token.text}`;
        this.#next++;
      } else if (path === "" && this.#take("[")) {
        path = `.${this.#token.value}`;
        if (this.#token.kind !== "string") throw this.#expected("a name in quotes");
        this.#next++;
        this.#expect("]");
      } else if (this.#take("[")) {
        path += `[${this.#token.text}]`;
        if (this.#token.kind !== "number") throw this.#expected("a number");
        this.#next++;
        this.#expect("]");
      } else return path;
    }
  }

  #take(text: string): boolean {
    const { kind, text: own } = this.#token;
    if (own !== text || kind === "string" || kind === "end") return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#expected(text);
  }

  #expected(what: string): Error {
    const { kind, text, at } = this.#token;
    const found = kind === "end" ? "it ends" : `it has ${text}`;
    return invalidQuery(`The filter needs ${what} at character ${at}, where ${found}.`);
  }
}

type Compare = (a: FieldValue, b: FieldValue) => boolean;

const ordered =
  (holds: (a: number | string, b: number | string) => boolean): Compare =>
  (a, b) =>
    ((typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string")) &&
    holds(a, b);

const COMPARISONS: readonly (readonly [string, Compare])[] = [
  ["==", (a, b) => a === b],
  ["=", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["<=", ordered((a, b) => a <= b)],
  [">=", ordered((a, b) => a >= b)],
  ["<", ordered((a, b) => a < b)],
  [">", ordered((a, b) => a > b)],
  ["contains", (a, b) => typeof a === "string" && a.toLowerCase().includes(String(b).toLowerCase())],
];
