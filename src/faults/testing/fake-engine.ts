/** What unit tests of faults stand on: an engine, a journal and a clock in memory. */
export { type FakeClock, fakeClock } from "./clock.ts";
export { type ExecAnswer, type FakeContainer, type FakeEngine, fakeEngine, placeText } from "./containers.ts";
export { type MemoryJournal, memoryJournal } from "./journal.ts";
export { abilitiesBut, type FakeRoom, type FakeRoomOptions, fakeOwner, fakeRoom, fakeStage } from "./room.ts";
