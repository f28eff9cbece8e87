import type { Tense } from "./outcome.ts";

// irregular forms that are the simple past and nothing else
const irregular =
  "was|were|had|did|came|went|took|fell|rose|gave|saw|got|became|began|grew|broke|wrote|ran|stood|shook|meant|left|lost|held|kept|made|brought|bore";
const who =
  "i|it|they|he|she|nobody|everybody|everyone|neither|none|requests?|users?|members?|visitors?|answers?|errors?|pictures?|posts?|writes?|reads?|pages?|servers?|stages?";
const regular =
  "failed|answered|arrived|survived|remained|waited|stayed|lasted|ended|stopped|doubled|halved|succeeded|increased|decreased|climbed|dropped|returned|disappeared|noticed|needed|used|carried|showed|reached|received|started|served|vanished";

const past = new RegExp(
  `\\b(?:${irregular})\\b|(?<=(?:\\b(?:${who})|%)\\s(?:(?:never|still|only|just|hardly|soon|also)\\s)?)\\*?(?:${regular})\\b|\\bnever (?:${regular})\\b`,
  "g",
);

// a clause that something else hangs on tells no outcome: "before two checks were good", "who had logged in"
const hanging =
  /\b(?:before|after|until|till|since|when|whenever|as|if|whether|unless|that|which|who|whom|whose|whoever|what|whatever|while|than|because|although|though|where|once|would|could|should|might|you|your|let|nothing)\b/i;

/** English, as the lint of outcomes reads it. */
export const english: Tense = {
  sentences: /[^.!?;]+(?:[.!?;](?![\s*)"]|$)[^.!?;]*)*[.!?;]*/g,
  past(sentence) {
    for (const found of sentence.matchAll(past)) {
      // perfect and passive forms: "has kept", "is held", "be left"
      const before = sentence.slice(0, found.index);
      if (
        /\b(?:has|have|having|is|are|be|been|being|am|get|gets|to|not|a|an|the|of|by|its|their)\s+(?:\w+ly\s+|already\s+|then\s+|never\s+)?$/i.test(
          before,
        )
      )
        continue;
      if (/^had (?:to|it|they|we|you|he|she|its|their|his|her|the)\b/.test(sentence.slice(found.index)))
        continue;
      if (/\b(?:and|or)\s+$/.test(before) && !/^(?:was|were|had|did)$/.test(found[0])) continue;
      const clause = before.split(/[,(:]|\b(?:and|but|so)\b/).at(-1) ?? "";
      if (hanging.test(clause)) continue;
      return found.index;
    }
    return undefined;
  },
  figure:
    /\d[\d,.]*\s?(?:%|ms\b|s\b|seconds?\b|×|times\b|KiB\b|MiB\b|MB\b|kB\b|bytes\b|core-s|core-seconds|points\b)/,
  elsewhere:
    /\b(?:labs? \d\d|earlier|last (?:night|week|year|month|time)|yesterday|so far|once upon|in the story)\b/i,
  markers: [
    {
      pattern: /\bwe(?: have)? measured\b|\bour (?:own )?(?:runs?|figures?) (?:gave|was|were|came|said)\b/i,
      tells: "says what was measured",
    },
    {
      pattern:
        /\b(?:in|of) (?:one|two|each|all|none|both|every one) (?:run )?of (?:the |our )?(?:\d+|two|three|four|five)(?: runs)?\b(?=[^.]*\bruns?\b)|\bin (?:one|each) run\b/i,
      tells: "says what runs gave",
    },
    {
      pattern: /\(\d[\d,.]*\s?(?:to|–|-)\s?\d[\d,.]*(?:\s?(?:%|ms|s|times|×|core-s))?\)/,
      tells: "gives a spread of runs",
    },
    {
      pattern: /\bwhen you read the figures\b|\bread the figures (?:above|stage by stage)\b/i,
      tells: "reads figures that are not there yet",
    },
    {
      pattern:
        /\blook (?:at|first at) [^.?!]*?:\s+(?!(?:who|how|which|what|where|whether|when|why|is|are|does|do|did)\b)[^.?!]*\b(?:is|are|fails?|holds?|stays?|do not|does not)\b[^.?!]*[.!]/i,
      tells: "says what will be seen",
    },
  ],
};
