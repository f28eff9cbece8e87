import { describe, expect, it } from "vitest";
import { type LoadWords, parseLoadWords } from "./load.ts";

const words: LoadWords = {
  url: "http://127.0.0.1:8080/feed?page=2",
  rate: "200",
  for: "10s",
  arrivals: "constant",
  seed: "1",
  processes: "1",
};

describe("parseLoadWords", () => {
  it("reads rate, time and address", () => {
    expect(parseLoadWords({ ...words, rate: "60/s", for: "1.5s" })).toMatchObject({
      rate: 60,
      durationMs: 1500,
    });
    for (const url of ["http://localhost:1/", "http://[::1]:1/", "http://127.9.9.9/", "http://127.1:80/"]) {
      expect(parseLoadWords({ ...words, url }).url.protocol).toBe("http:");
    }
  });

  it("refuses every address that is not this machine's own", () => {
    for (const url of [
      "http://example.com/",
      "http://127.0.0.1.example.com/",
      "http://127.0.0.1@example.com/",
      "http://10.0.0.1/",
      "http://0.0.0.0/",
      "http://[::ffff:7f00:1]/",
      "http://localhost.example.com/",
      "http://2130706432.example/",
    ]) {
      expect(() => parseLoadWords({ ...words, url }), url).toThrow(/loopback/);
    }
  });

  it("says which word is off", () => {
    const thrown = (more: Partial<LoadWords>) => () => parseLoadWords({ ...words, ...more });
    expect(thrown({ url: "localhost" })).toThrow(/address/);
    expect(thrown({ url: "ftp://127.0.0.1/" })).toThrow(/http/);
    for (const rate of ["0", "-1", "fast", "1e9", "", "200000"])
      expect(thrown({ rate }), rate).toThrow(/--rate/);
    for (const time of ["10", "0s", "forever", "48h"]) expect(thrown({ for: time }), time).toThrow(/--for/);
    expect(thrown({ arrivals: "bursty" })).toThrow(/--arrivals/);
    expect(thrown({ processes: "1.5" })).toThrow(/--processes/);
  });
});
