// a file of its own, so that the bundle has one of this name
export { createClient } from "@redis/client";
