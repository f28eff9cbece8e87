import type { Localized } from "./lab.ts";

/** A text that the course is made from. */
export interface IdeaSource {
  /** Three digits, such as `001`. */
  id: string;
  title: Localized;
}

/** A part of the curriculum, with the labs that it has or will have. */
export interface IdeaTrack {
  /** From 1. */
  number: number;
  title: Localized;
  /** Two digits each, such as `04`. */
  labs: string[];
}

/** One idea of a source, and the lab that owes it to the learner. */
export interface Idea {
  /** Begins with its source, such as `001-login-again`. */
  id: string;
  says: Localized;
  /** Three digits. */
  source: string;
  /** Where in the source, such as `§3`. */
  section: string;
  /** Number of the lab that is meant to treat it, two digits. */
  lab: string;
  track: number;
  /** It cannot be run here: a text of the lab tells it, and no claim shows it. */
  sidebar: boolean;
}

/** labs/ideas.yaml, read and checked. */
export interface IdeaList {
  sources: IdeaSource[];
  tracks: IdeaTrack[];
  ideas: Idea[];
}
