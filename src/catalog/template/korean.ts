import type { TemplateTexts } from "./sections.ts";

/** What to write where, in Korean. */
export const korean: TemplateTexts = ({ number, strong, weak }) => ({
  story: `TODO: 그동안 무엇이 문제였는지 쓴다. 누가 사이트를 운영하고, 무엇을 했고, 사용자는 무엇을 겪었는가? 짧은 문단 두세 개면
된다. 이 실습의 구성은 누군가 그 문제를 풀겠다며 내놓은 답이다.`,
  picture: `TODO: 그림에 무엇이 있는지 쓴다. 누가 누구에게 요청을 보내고, 무엇이 새로 생겼는가? 함께 쓰는 다른 구성도 소개한다.${
    weak === undefined ? "" : `\n특히 대조군 구성(\`${weak}\`)은 빠뜨리지 않는다.`
  }`,
  guess: `TODO: 측정하기 전에 무엇을 예측할지 쓴다. 어느 구성의, 어느 구간의, 어떤 값을, 어떤 단위로 답하는가? 동작 원리에서 값을
끌어낼 수 있거나, 두 가지 원리 가운데 하나를 고르는 질문이어야 한다. 답이 뻔한 질문에서는 배울 것이 없다. 지금은 이렇다.
장애가 이어지는 동안 \`${strong}\`에서 실패하는 요청의 비율은 얼마일까? 그럴듯하다고 생각하는 최솟값과 최댓값을 0과 1 사이에서
적어 보자.`,
  "break-it": `TODO: 구간마다 무슨 일이 일어나고 사용자는 왜 그렇게 움직이는지 쓴다. 측정하기 전에 읽는 글이므로 결과와 측정값은
적지 않는다.`,
  "break-it / after": `TODO: \`break-it\`의 수치를 구성별로 읽어 주고, 왜 그렇게 되는지 설명한다. 측정이 끝나면 표와 함께 나온다.`,
  questions: `TODO: 문제를 한두 마디로 소개한다.`,
  "questions / first": `TODO: 수치를 보고 답할 수 있는 문제를 낸다.

- a: TODO: 맞는 답
- b: TODO: 그럴듯하지만 틀린 답`,
  "questions / first / answer": `TODO: 왜 그것이 답인지, 다른 보기는 왜 그럴듯해 보이는지 쓴다.`,
  textbook: `TODO: 다른 글에는 어떻게 쓰여 있고, 재 보니 어땠는지 쓴다. 재지 않은 수치는 적지 않는다. 모든 수치는 직접 실행해서
얻은 것이어야 하고, 명령과 함께 중앙값과 비율로 적는다. \`node bench/repeat.mjs ${number} 3\`으로 실행하고
\`node bench/figures.mjs ${number}\`로 수치를 찾아본다.`,
  surprises: `TODO: 처음 실행했을 때 예상과 달랐던 점을 쓴다.`,
  "left-out": `TODO: 이 실습에서 다루지 않은 것과, 그것을 다루는 실습을 쓴다.`,
  cliffhanger: `TODO: 아직 풀리지 않은 문제와 다음 질문을 쓴다.`,
  card: `TODO: 간직할 카드. 다섯 가지 사실, 기억할 기본값, 클라우드에서 부르는 이름, 참고 자료 셋.`,
});
