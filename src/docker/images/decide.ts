/** What is known about one image before anything is fetched or built. */
export interface ImageFacts {
  /** The variable's value, when it is set. */
  override: { ref: string; present: boolean } | undefined;
  official: { ref: string; present: boolean } | undefined;
  /** The home-built one with the right inputs. */
  home: { ref: string; present: boolean };
}

/** Ways to an image, best first. */
export type Way = { kind: "pull"; ref: string } | { kind: "build"; ref: string };

export type ImageDecision =
  | { kind: "use"; ref: string; origin: "present" | "override" }
  | { kind: "get"; ways: Way[]; origin?: "override" };

/**
 * Already here, else pull, else build. An override is a wish: it is used or pulled, and never replaced by
 * something else.
 */
export function decideImage(facts: ImageFacts): ImageDecision {
  const { override, official, home } = facts;
  if (override) {
    if (override.present) return { kind: "use", ref: override.ref, origin: "override" };
    return { kind: "get", ways: [{ kind: "pull", ref: override.ref }], origin: "override" };
  }
  if (official?.present) return { kind: "use", ref: official.ref, origin: "present" };
  if (home.present) return { kind: "use", ref: home.ref, origin: "present" };
  const pull: Way[] = official ? [{ kind: "pull", ref: official.ref }] : [];
  return { kind: "get", ways: [...pull, { kind: "build", ref: home.ref }] };
}
