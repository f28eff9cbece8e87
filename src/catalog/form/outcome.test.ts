import { expect, test } from "vitest";
import { english } from "./english.ts";
import { korean } from "./korean.ts";
import { outcomesIn } from "./outcome.ts";

const stages = ["open", "was-alone"];
const inEnglish = (text: string) => outcomesIn(text.split("\n"), english, stages);
const inKorean = (text: string) => outcomesIn(text.split("\n"), korean, stages);

test.each([
  ["a figure in the past tense", "Half of the pages came within 2.4 ms there."],
  ["a passive one", "Of the requests 48.5 % were refused."],
  ["a regular verb", "In the fault phase 54 % of all requests failed."],
  ["what a stage did", "- **open**: the machine gets an answer, and was seen as `nat-1`."],
  ["a stage named before", "On `was-alone` all six arrive. But it was *asked*, each time."],
  ["what was measured", "We measured twice that."],
  ["what runs gave", "It saves two fifths (in one run of three only a tenth)."],
  ["a spread", "About 46 % (44 to 56 %) are refused."],
  ["what will be seen", "Look at two rows of the report: uploads fail, pages do not."],
  ["figures that are not there", "When you read the figures, put them side by side."],
])("in English %s tells the outcome", (_name, text) => {
  expect(inEnglish(text)).toHaveLength(1);
});

test.each([
  ["configured figures", "The balancer waits 300 ms, and gives up after 250 ms: 1.65 s at most."],
  ["another lab", "In lab 03 the pages came within 2.4 ms."],
  ["what had happened", "Somebody restarted it, or a cable was touched."],
  ["a clause that hangs on another", "On `open` no user meets it before two checks were good."],
  ["what would be", "On `open` each visitor would have waited, had its cable been cut."],
  ["the perfect", "On `open` the process has failed, and its address is lost."],
  ["a necessity", "No switch had to be set for what happens on `open`."],
  ["a question", "Was it 40 % on `open`?"],
  ["a name that looks like a verb", "On `was-alone` the WAS needs 2 s."],
  ["where to look", "Look at two columns: who answers, and how many requests fail."],
  ["code and tables", "    it took 3 ms on `open`\n\n| `open` | was 3 ms |"],
])("in English %s does not", (_name, text) => {
  expect(inEnglish(text)).toEqual([]);
});

test.each([
  ["a figure in the past tense", "페이지의 절반이 2.4ms 안에 나왔다."],
  ["the copula", "죽었을 때는 3 × 300ms = 0.9초였다."],
  ["what a stage did", "- **open**: 데이터베이스 서버가 답을 받았고, 상대에게는 `nat-1`로 보였다."],
  ["what did not happen", "`open`에서는 하나도 거부되지 않았다."],
  ["what was measured", "재 보니 두 배다."],
  ["a spread", "회원 요청의 46%(44~56%)가 거부된다."],
  ["figures that are not there", "수치는 `kill-one`과 나란히 놓고 읽자."],
])("in Korean %s tells the outcome", (_name, text) => {
  expect(inKorean(text)).toHaveLength(1);
});

test.each([
  ["configured figures", "300ms를 쉬었다가 다시 보낸다. 길어야 1.65초다."],
  ["how a stage is made", "`open`에서는 일부러 2초 늦게 만들었고 앱은 개의치 않는다."],
  ["what had happened before", "그 1초 전에 회선이 끊겼다."],
  ["another lab", "실습 03에서는 2.4ms 안에 나왔다."],
  ["a clause that hangs on another", "`open`에서 3초가 걸렸던 일을 다시 한다."],
])("in Korean %s does not", (_name, text) => {
  expect(inKorean(text)).toEqual([]);
});

test("the line is that of the word that tells it", () => {
  expect(inEnglish("On `open` users come.\nMost of them\nwere refused: 40 %.")).toEqual([
    { line: 2, tells: "gives a figure in the past tense" },
  ]);
});

test("an author who gives a reason silences one line, beside it or from the line above", () => {
  const told = "It took 3 ms. <!-- no outcome: the timeout as configured -->\nIt took 4 ms.";
  expect(inEnglish(told)).toEqual([{ line: 1, tells: "gives a figure in the past tense" }]);
  expect(inEnglish("<!-- no outcome: the timeout as configured -->\nIt took 3 ms.")).toEqual([]);
  expect(inEnglish("It took 3 ms. <!-- no outcome: -->")).toHaveLength(1);
});
