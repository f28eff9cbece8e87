import type { Localized } from "../model/lab.ts";
import { readText } from "./source/file.ts";
import { valueAt } from "./source/shape.ts";
import { readYaml } from "./source/yaml.ts";

/** The title of a lab that may be broken in other places; its id where even that cannot be read. */
export function labTitle(file: string, id: string): Localized {
  const read = readText(file);
  const value = "text" in read ? readYaml(file, read.text).source?.value : undefined;
  const text = (language: string): string => {
    const title = valueAt(value, ["title", language]);
    return typeof title === "string" && title.trim() ? title : id;
  };
  return { en: text("en"), ko: text("ko") };
}
