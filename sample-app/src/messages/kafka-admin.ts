import type { Admin } from "@platformatic/kafka";
import { clientOptions, type KafkaConfig } from "./kafka-config.ts";

export interface TopicPlan {
  name: string;
  partitions: number;
  replicas: number;
  /** Settings of the topic, such as `min.insync.replicas`. */
  settings?: Record<string, string>;
  /** Brokers of each partition, its leader first; overrides both numbers. All of them must be up by then. */
  placed?: readonly (readonly number[])[];
}

const alreadyThere = 36;

/** What is asked of the cluster itself. */
export interface KafkaAdmin {
  /** Creates what is missing; false: it was there, and stays as it is. */
  createTopic(plan: TopicPlan): Promise<boolean>;
  /** Messages that the group has not done yet, by partition. */
  lag(group: string, topic: string): Promise<number[]>;
  /** Of each partition: the broker that leads it (-1: none does), and those in sync. */
  leaders(topic: string): Promise<{ leader: number; inSync: number[] }[]>;
  close(): Promise<void>;
}

export async function connectAdmin(kafka: KafkaConfig): Promise<KafkaAdmin> {
  const { Admin } = await import("./kafka-client.ts");
  const admin = new Admin({ ...clientOptions(kafka), retries: 1 });
  admin.on("error", () => {});
  return {
    async createTopic({ name, partitions, replicas, settings = {}, placed }) {
      const many = placed
        ? { assignments: placed.map((brokers, partition) => ({ partition, brokers: [...brokers] })) }
        : { partitions, replicas };
      const away = placed ? await brokersAway(admin, placed.flat()) : [];
      if (away.length > 0) {
        if ((await admin.listTopics()).includes(name)) return false;
        // made without one that is about to come, the topic would be led by another
        throw new Error(`broker ${away.join(", ")} is not up yet`);
      }
      const configs = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
      try {
        await admin.createTopics({ topics: [name], ...many, configs });
        return true;
      } catch (thrown) {
        const said = thrown as { findBy?(property: string, value: unknown): unknown };
        if (said.findBy?.("apiCode", alreadyThere)) return false;
        throw thrown;
      }
    },
    async lag(group, topic) {
      const metadata = await admin.metadata({ topics: [topic] });
      const all = [...Array(metadata.topics.get(topic)?.partitionsCount ?? 0).keys()];
      const [ends, starts, groups] = await Promise.all([
        admin.listOffsets({ topics: [{ name: topic, partitions: all.map((p) => at(p, -1n)) }] }),
        admin.listOffsets({ topics: [{ name: topic, partitions: all.map((p) => at(p, -2n)) }] }),
        admin.listConsumerGroupOffsets({
          groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes: all }] }],
        }),
      ]);
      const offsets = ([listed]: typeof ends) =>
        new Map(listed?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
      const [end, start] = [offsets(ends), offsets(starts)];
      const committed = new Map(
        groups[0]?.topics[0]?.partitions.map((one) => [one.partitionIndex, one.committedOffset]),
      );
      return all.map((partition) => {
        const from = committed.get(partition) ?? -1n;
        // a group that has never committed begins at the start
        return Number((end.get(partition) ?? 0n) - (from < 0n ? (start.get(partition) ?? 0n) : from));
      });
    },
    async leaders(topic) {
      const metadata = await admin.metadata({ topics: [topic], forceUpdate: true });
      return (metadata.topics.get(topic)?.partitions ?? []).map(({ leader, isr }) => ({
        leader,
        inSync: isr,
      }));
    },
    close: () => admin.close(),
  };
}

/** Those of them that the cluster does not count as up. */
async function brokersAway(admin: Admin, wanted: readonly number[]): Promise<number[]> {
  const { brokers } = await admin.metadata({ topics: [], forceUpdate: true });
  return [...new Set(wanted)].filter((id) => !brokers.has(id));
}

const at = (partitionIndex: number, timestamp: bigint) => ({ partitionIndex, timestamp });
