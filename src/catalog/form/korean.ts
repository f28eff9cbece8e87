import type { Tense } from "./outcome.ts";

// verbs of what comes out; others in the past tell how a stage was made, or what had happened before
const outcomes =
  "나왔|나갔|걸렸|늘었|늘어났|줄었|줄어들었|실패했|성공했|거절되었|거절됐|거절했|거부되었|거부됐|거부했|멎었|떨어졌|올랐|느려졌|빨라졌|길어졌|짧아졌|잃었|없어졌|사라졌|받았|보였|답했|응답했|도착했|였|이었|되었|됐|버텼|남았|몰렸|처리했|썼|들었|넘었|그쳤|지켜졌|깨졌|말았|같았|컸|작았|많았|적었|높았|낮았|빨랐|느렸";

const past = new RegExp(
  `(?:${outcomes}|(?:되지|하지|잃지|멎지|받지|나지)[도는]? (?:않았|못했))다(?=[.!)"\\s*]*$)`,
);

/** Korean, as the lint of outcomes reads it. */
export const korean: Tense = {
  sentences: /[^.!?]+(?:[.!?](?![\s*)"]|$)[^.!?]*)*[.!?]*/g,
  // what hangs on a noun (걸렸던) or on another clause (걸렸지만, 걸렸을 때) is no main clause
  past: (sentence) => past.exec(sentence)?.index,
  figure: /\d[\d,.]*\s?(?:%|ms|밀리초|초|배|KiB|MiB|MB|바이트|코어·초|포인트)/,
  elsewhere: /실습 \d\d|지난(?:주|달|해|밤)|간밤|어제|아까|앞에서|지금까지|조금 전|방금|예전/,
  markers: [
    {
      pattern: /(?:측정해|재) ?보니|측정했더니|재 봤더니|우리가 (?:잰|측정한)|실측값|측정값의/,
      tells: "says what was measured",
    },
    {
      pattern: /(?:두|세|네|다섯|\d+) ?번 (?:모두|가운데|중)(?=[^.]*(?:실행|측정))|실행마다/,
      tells: "says what runs gave",
    },
    {
      pattern: /\(\d[\d,.]*\s?~\s?\d[\d,.]*(?:\s?(?:%|ms|초|배|코어·초))?\)/,
      tells: "gives a spread of runs",
    },
    {
      pattern: /수치(?:는|를)[^.]*(?:나란히 놓고 읽|구성별로 읽)/,
      tells: "reads figures that are not there yet",
    },
  ],
};
