import { describe, expect, it } from "vitest";
import { createPullProgress } from "./pull-progress.ts";

const mib = 2 ** 20;
const [a, b, c] = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"];
const loading = (id: string, current: number, total: number) => ({
  id,
  status: "Downloading",
  progressDetail: { current: current * mib, total: total * mib },
});

describe("createPullProgress", () => {
  it("adds up the layers that come, and says how many were here", () => {
    const progress = createPullProgress();
    expect(progress.text()).toBe("");
    progress.event({ status: "Pulling from library/web", id: "1.30" });
    progress.event({ id: a, status: "Already exists", progressDetail: {} });
    progress.event({ id: b, status: "Pulling fs layer", progressDetail: {} });
    progress.event({ id: c, status: "Waiting", progressDetail: {} });
    expect(progress.text()).toBe("1 of 3 layers were here");
    progress.event(loading(b, 4, 10));
    expect(progress.text()).toBe("4 of at least 10 MiB, 1 of 3 layers were here");
    progress.event(loading(c, 1, 30));
    expect(progress.text()).toBe("5 of 40 MiB, 1 of 3 layers were here");
    progress.event({ id: b, status: "Download complete", progressDetail: {} });
    expect(progress.text()).toBe("11 of 40 MiB, 1 of 3 layers were here");
    expect(progress.received()).toBe(11 * mib);
  });

  it("counts as news only what moves: a store that repeats itself is silent", () => {
    const progress = createPullProgress();
    const said = [
      { id: a, status: "Pulling fs layer", progressDetail: {} },
      { id: a, status: "Pulling fs layer", progressDetail: {} },
      loading(a, 1, 4),
      loading(a, 1, 4),
      loading(a, 2, 4),
      { id: a, status: "Verifying Checksum", progressDetail: {} },
      { id: a, status: "Extracting", progressDetail: { current: 1, units: "s" } },
      { id: a, status: "Extracting", progressDetail: { current: 2, units: "s" } },
    ].map(progress.event);
    expect(said).toEqual(["news", "nothing", "news", "nothing", "news", "news", "news", "news"]);
  });

  it("tells a cut once, keeps what has come, and hears no news in the engine's waiting", () => {
    const progress = createPullProgress();
    progress.event(loading(a, 2, 4));
    // Docker fills the bar of what broke off
    expect(progress.event(loading(a, 4, 4))).toBe("nothing");
    const retry = (seconds: number) => ({
      id: a,
      status: `Retrying in ${seconds} seconds`,
      progressDetail: {},
    });
    expect([retry(5), retry(4)].map(progress.event)).toEqual(["cut", "nothing"]);
    expect(progress.text()).toBe("2 of 4 MiB");
    // taken up again, the engine counts what is left
    expect([loading(a, 0, 2), retry(10), loading(a, 1, 2)].map(progress.event)).toEqual([
      "nothing",
      "cut",
      "news",
    ]);
    expect(progress.text()).toBe("3 of 4 MiB");
    progress.event(loading(a, 1, 4));
    expect(progress.text()).toBe("1 of 4 MiB");
  });

  it("is owed bytes until every layer is here; then the disk may take its time", () => {
    const progress = createPullProgress();
    expect(progress.owed()).toBe(true);
    progress.event(loading(a, 4, 4));
    progress.event({ id: b, status: "Waiting" });
    progress.event({ id: a, status: "Download complete" });
    expect(progress.owed()).toBe(true);
    progress.event({ id: b, status: "Extracting", progressDetail: { current: 1, total: 2 } });
    expect(progress.owed()).toBe(false);
  });
});
