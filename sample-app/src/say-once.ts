/** A log for whoever tries again and again: what was said last is not said once more. */
export function sayOnce(log: (line: string) => void): (line: string) => void {
  let said = "";
  return (line) => {
    if (line !== said) log(line);
    said = line;
  };
}
