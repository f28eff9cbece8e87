export { afterHeading } from "../../catalog/form/after.ts";
