export { HistoryChart } from "./history/history-chart.js";
export { ImportanceBars } from "./importance/importance-bars.js";
