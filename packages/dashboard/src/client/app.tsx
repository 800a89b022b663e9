import { useEffect, useRef } from "preact/hooks";
import { ComparePage } from "./compare/compare-page.js";
import icon from "./icon.svg";
import { addressOf, type Route } from "./route/route.js";
import { useRoute } from "./route/use-route.js";
import { StudiesPage } from "./studies/studies-page.js";
import { StudyPage } from "./study/study-page.js";
import { ThemeSwitch } from "./theme/theme-switch.js";
import { ConnectionNote } from "./view/connection-note.js";
import { Guarded } from "./view/guarded.js";
import { Notice } from "./view/notice.js";

/** The whole page: what stands on every view, and the view of the address. */
export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  useViewChange(route, main);
  return (
    <>
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="page-header">
        <a class="brand" href={addressOf({ view: "studies" })}>
          <img src={icon} alt="" width="24" height="24" />
          <span>shac</span>
        </a>
        <ConnectionNote />
        <ThemeSwitch />
      </header>
      <main ref={main} tabIndex={-1}>
        <Guarded key={viewOf(route)} what="This view">
          <View route={route} />
        </Guarded>
      </main>
    </>
  );
}

function View({ route }: { readonly route: Route }) {
  switch (route.view) {
    case "studies":
      return <StudiesPage />;
    case "study":
    case "trial":
      return <StudyPage key={route.study} route={route} />;
    case "compare":
      return <ComparePage names={route.studies} />;
    case "unknown":
      return (
        <>
          <h1>There is nothing here</h1>
          <Notice kind="empty">
            <p>The address names no view of the dashboard.</p>
            <a href={addressOf({ view: "studies" })}>All studies</a>
          </Notice>
        </>
      );
  }
}

/** The parts of an address that make another view, unlike a filter or an order. */
function viewOf(route: Route): string {
  return addressOf(route.view === "study" ? { ...route, query: new URLSearchParams() } : route);
}

/** As with a page that the browser loads: another view gets the title, starts at its top and takes the focus. */
function useViewChange(route: Route, main: { readonly current: HTMLElement | null }): void {
  const view = viewOf(route);
  const first = useRef(true);
  useEffect(() => {
    document.title = titleOf(route);
    if (!first.current) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [view]);
}

function titleOf(route: Route): string {
  switch (route.view) {
    case "study":
      return `${route.study} · ${route.tab} · shac`;
    case "trial":
      return `${route.study} · trial ${route.trial} · shac`;
    case "compare":
      return "Comparison · shac";
    default:
      return "Studies · shac";
  }
}
