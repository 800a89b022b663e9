/** The parts of a study, in the order of their tabs. */
export const studyTabs = ["overview", "trials", "cascade", "parameters", "workers"] as const;
export type StudyTab = (typeof studyTabs)[number];

/** What is on the page, as the part of the address after "#" says it. */
export type Route =
  | { readonly view: "studies" }
  | { readonly view: "compare"; readonly studies: readonly string[] }
  | { readonly view: "study"; readonly study: string; readonly tab: StudyTab; readonly query: URLSearchParams }
  | { readonly view: "trial"; readonly study: string; readonly trial: number }
  | { readonly view: "unknown"; readonly path: string };

/** Reads `#/`, `#/compare?study=A&study=B`, `#/study/NAME`, `#/study/NAME/TAB?...` and `#/study/NAME/trials/NUMBER`. */
export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = split(hash.replace(/^#/, ""), "?");
  const parts = path.split("/").filter((part) => part !== "");
  const query = new URLSearchParams(search);
  const [first, encoded, tab = "overview", number] = parts;
  if (first === undefined) return { view: "studies" };
  if (first === "compare" && parts.length === 1) return { view: "compare", studies: query.getAll("study") };
  const study = decode(encoded);
  if (first === "study" && study !== undefined) {
    if (tab === "trials" && parts.length === 4 && /^\d{1,9}$/.test(number ?? "")) {
      return { view: "trial", study, trial: Number(number) };
    }
    if (parts.length <= 3 && isTab(tab)) return { view: "study", study, tab, query };
  }
  return { view: "unknown", path };
}

/** The address of a route, for `href`. */
export function addressOf(route: Route): string {
  switch (route.view) {
    case "studies":
      return "#/";
    case "compare":
      return `#/compare?${new URLSearchParams(route.studies.map((study): [string, string] => ["study", study]))}`;
    case "study": {
      const tab = route.tab === "overview" ? "" : `/${route.tab}`;
      const search = route.query.toString();
      return `#/study/${encodeURIComponent(route.study)}${tab}${search === "" ? "" : `?${search}`}`;
    }
    case "trial":
      return `#/study/${encodeURIComponent(route.study)}/trials/${route.trial}`;
    case "unknown":
      return `#${route.path}`;
  }
}

/** The address of a tab of a study. */
export function tabAddress(study: string, tab: StudyTab, query: Readonly<Record<string, string>> = {}): string {
  return addressOf({ view: "study", study, tab, query: new URLSearchParams(query) });
}

/** The address of a trial's page. */
export function trialAddress(study: string, trial: number): string {
  return addressOf({ view: "trial", study, trial });
}

function isTab(text: string): text is StudyTab {
  return (studyTabs as readonly string[]).includes(text);
}

function split(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
