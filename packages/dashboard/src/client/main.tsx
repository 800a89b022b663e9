import { render } from "preact";
import { App } from "./app.js";
import "./charts/charts.css";
import "./style/index.css";
import { followTheme } from "./theme/theme.js";

followTheme();
render(<App />, document.getElementById("app") as HTMLElement);
