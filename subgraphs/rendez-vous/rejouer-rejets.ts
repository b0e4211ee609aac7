export { rejouerRejets } from "./import-webhooks";
