export { createReport, type ReportOptions } from "./report/create-report.js";
export { type Dashboard, type DashboardOptions, serveDashboard } from "./server/serve-dashboard.js";
