/** Why a figure or a run is no proof, as the rooms `measure/` and `verdict/` write it into a record, and in Korean. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^this step was not run$/, "이 단계는 실행되지 않았다"],
  [/^this step cannot be done here$/, "이 단계는 여기서 할 수 없다"],
  [/^the (load|commands?|step|measurement) did not come to its end$/, "$1: 끝까지 가지 못했다"],
  [/^the (load|commands?|step|measurement) was aborted: no reason given$/, "$1: 중단되었다(이유 없음)"],
  [/^the (load|commands?|step|measurement) was aborted: (.+)$/, "$1: 중단되었다: $2"],
  [
    /^the throughput still grew when the warm-up had to end$/,
    "준비 운전을 끝내야 할 때까지도 처리량이 계속 늘고 있었다",
  ],
  [/^the load generator failed: (.+)$/, "부하 생성기가 실패했다: $1"],
  [/^the load generator's record breaks off$/, "부하 생성기의 기록이 도중에 끊겼다"],
  [/^the load generator ended by itself \((.+)\)$/, "부하 생성기가 스스로 끝났다($1)"],
  [/^the command could not be run: (.*)$/, "명령을 실행할 수 없었다: $1"],
  [/^the command was not run$/, "명령이 실행되지 않았다"],
  [/^the last line of its output was no number$/, "출력의 마지막 줄이 숫자가 아니었다"],
  [/^there was no good answer$/, "정상 응답이 없었다"],
  [/^not one connection stayed within the limits$/, "연결 하나도 한도 안에 들지 못했다"],
  [
    /^the store was not listed after the load \((.+)\), and no write was read back$/,
    "부하가 끝난 뒤 저장소의 목록을 얻지 못했고($1), 다시 읽어 본 쓰기도 없다",
  ],
  [/^the store was not listed after the load \((.+)\)$/, "부하가 끝난 뒤 저장소의 목록을 얻지 못했다($1)"],
  [/^no write was acknowledged in this phase$/, "이 구간에서 승인된 쓰기가 없다"],
  [/^no acknowledged write could be looked for$/, "찾아볼 수 있는 승인된 쓰기가 없었다"],
  [/^no acknowledged write was read back in this phase$/, "이 구간에서 다시 읽은 승인된 쓰기가 없다"],
  [/^the record does not say when the fault was ordered$/, "기록에 장애를 지시한 시각이 없다"],
  [/^the record does not say when the fault was reverted$/, "기록에 장애를 되돌린 시각이 없다"],
  [/^(\S+) requests are too few to see when errors end$/, "요청 $1개로는 오류가 언제 끝났는지 알기 어렵다"],
  [
    /^the generator sent (\S+) % of requests on time(?: \((.+)\))?; needs 98 %$/,
    "부하 생성기가 제때 보낸 요청은 $1%($2)이다. 98%가 필요하다",
  ],
  [
    /^the generator used (\S+) % of its CPU: the knee may be its own$/,
    "부하 생성기가 자기 CPU의 $1%를 썼다. 꺾이는 지점이 생성기의 것일 수 있다",
  ],
  [/^the generator used (\S+) % of its CPU(?: \((.+)\))?$/, "부하 생성기가 자기 CPU의 $1%를 썼다($2)"],
  [
    /^the generator's timers were (\S+) ms late \(p99\)(?: \((.+)\))?$/,
    "부하 생성기의 타이머가 $1ms 늦었다(p99, $2)",
  ],
  [
    /^the generator could not open (\S+) connections for want of ports or descriptors of its own$/,
    "부하 생성기의 포트나 디스크립터가 모자라 연결 $1개를 열지 못했다",
  ],
  [
    /^(\S+) requests had to wait because too many were under way$/,
    "처리 중인 요청이 너무 많아 요청 $1개가 기다렸다",
  ],
  [/^the wall clock jumped by (\S+) ms during the measurement$/, "측정하는 동안 시계가 $1ms 건너뛰었다"],
  [/^the generator reported nothing in this phase$/, "이 구간에서 부하 생성기의 보고가 없다"],
  [/^no request became due in this phase$/, "이 구간에 보낼 요청이 없었다"],
  [
    /^other work kept (\S+) of the host's (\S+) cores busy, client included; at most (\S+) may be$/,
    "다른 일이 호스트의 코어 $2개 중 $1개를 썼다(클라이언트 포함). $3개까지 괜찮다",
  ],
  [
    /^others took (\S+) cores and (\S+) were stolen while (\S+) were idle \((.+); a turn was waited for (\S+) ms\); at most (\S+) may be$/,
    "다른 프로그램이 코어 $1개를 쓰고 $2개를 빼앗겼으며 $3개가 놀고 있었다($4, 차례를 $5ms 기다렸다). $6개까지 괜찮다",
  ],
  [
    /^(\S+) of (\S+) used up its quota in (\S+) % of its periods \((.+)\); the claim allows (\S+) %$/,
    "$2의 $1이(가) 쿼터 주기의 $3%에서 쿼터를 다 썼다($4). 이 주장이 허용하는 것은 $5%다",
  ],
  [/^nobody can tell how often it was throttled$/, "얼마나 자주 CPU 제한에 걸렸는지 알 수 없다"],
  [
    /^the counters of a shared quota cannot be read on this machine$/,
    "이 머신에서는 공유 쿼터의 계수기를 읽을 수 없다",
  ],
  [/^the search for the knee did not end$/, "꺾이는 지점을 찾는 일이 끝나지 않았다"],
  [/^(\S+) good answers; needs (\S+)$/, "정상 응답 $1개. $2개가 필요하다"],
  [
    /^no request of a logged-in user was answered after the fault was ordered$/,
    "장애를 지시한 뒤 로그인한 사용자의 요청 중 응답받은 것이 없다",
  ],
  [
    /^no request of a logged-in user was answered in this phase$/,
    "이 구간에서 로그인한 사용자의 요청 중 응답받은 것이 없다",
  ],
  [/^the phase has no length$/, "구간의 길이가 0이다"],
  [/^no good answer said which server it came from$/, "어느 서버에서 왔는지 말해 주는 정상 응답이 없었다"],
  [/^the engine's counters were not read in this phase$/, "이 구간에서 엔진의 계수기를 읽지 못했다"],
  [/^the fault (\S+) on (\S+) was not proved(?:: (.+))?$/, "장애 $1($2)의 효과가 확인되지 않았다. $3"],
  [
    /^(\S+) did not work again after the fault (\S+) was taken away$/,
    "장애 $2을(를) 거둔 뒤에도 $1이(가) 다시 동작하지 않았다",
  ],
  [
    /^(\S+) % of requests failed before the fault: there was no steady state$/,
    "장애 전에 이미 요청의 $1%가 실패했다. 정상 상태가 아니었다",
  ],
  [
    /^servers and client ask for (\S+) cores; this host has (\S+)$/,
    "서버와 클라이언트에 코어 $1개가 필요한데 이 호스트에는 $2개뿐이다",
  ],
  [/^no shared CPU quota could be set for (.+)$/, "공유 CPU 쿼터를 걸 수 없었다: $1"],
  [/^above the limit of (\S+): the measurement is wrong$/, "한계값 $1보다 크다. 측정이 잘못되었다"],
  [/^rests on (\S+) samples; needs (\S+)$/, "표본이 $1개다. $2개가 필요하다"],
  [
    /^only known to be more than (\S+): too little to decide (.+)$/,
    "$1보다 크다는 것만 알 수 있어 $2을(를) 판정할 수 없다",
  ],
  [
    /^only known to be between (\S+) and (\S+): too little to decide (.+)$/,
    "$1과 $2 사이라는 것만 알 수 있어 $3을(를) 판정할 수 없다",
  ],
  [/^the two sides do not have the same repeats$/, "양쪽의 반복 횟수가 다르다"],
  [/^the lower side of the ratio is zero$/, "나누는 쪽의 값이 0이다"],
  [
    /^(.+) was measured on (.+) in (.+): the claim must say which$/,
    "$1은(는) $2의 여러 단계($3)에서 측정되었다. 주장에서 하나를 골라야 한다",
  ],
  [/^(.+) was not measured on (\S+) in (\S+)$/, "$1은(는) $2의 $3에서 측정되지 않았다"],
  [/^(.+) was not measured on (.+)$/, "$1은(는) $2에서 측정되지 않았다"],
  [/^no figure$/, "값이 없다"],
  [/^the lab claims nothing, so nothing was shown$/, "실습에 주장이 없어 보인 것도 없다"],
  [/^(\S+) on (.+) is not ((?:[<>]=?|[=!]=) \S+)$/, "$2의 $1 값이 $3을(를) 만족하지 않는다"],
  [/^(\S+) measured twice shows the effect too$/, "$1만 두 번 측정해도 같은 효과가 나타난다"],
  [/^holds on (\S+) too, where it must not$/, "성립하면 안 되는 $1에서도 성립한다"],
  [/^the run was interrupted(?:: (.+))?$/, "실행이 중단되었다. $1"],
  [/^the run was aborted(?:: (.+))?$/, "실행이 도중에 그만두어졌다. $1"],
  [/^the run did not come to its end(?:: (.+))?$/, "실행이 끝까지 가지 못했다. $1"],
];

/** The reason in Korean; what somebody else said, such as an engine or a command, stays as it is. */
export function reasonKo(reason: string): string {
  for (const [pattern, korean] of sentences) {
    const found = pattern.exec(reason);
    if (found) return tidy(korean.replaceAll(/\$(\d)/g, (_, nth: string) => found[Number(nth)] ?? ""));
  }
  const repeat = /^(.+) \(repeat (\d+)\)$/.exec(reason);
  if (repeat) return `${reasonKo(repeat[1]!)} (${repeat[2]}번째 반복)`;
  const control = /^control (\S+): (.+)$/.exec(reason);
  if (control) return `대조군 ${control[1]}: ${reasonKo(control[2]!)}`;
  // whom it is about: a claim or a stage
  const about = /^([\w.-]+): (.+)$/.exec(reason);
  return about ? `${about[1]}: ${reasonKo(about[2]!)}` : reason;
}

/** Without what stands for a part that is not there. */
const tidy = (text: string): string =>
  text.replaceAll("()", "").replaceAll(", )", ")").replace(/\. $/, "").trimEnd();
