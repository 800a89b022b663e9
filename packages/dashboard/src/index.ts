export { type Dashboard, type DashboardOptions, serveDashboard } from "./server/serve-dashboard.js";
