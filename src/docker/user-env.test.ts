import { expect, test } from "vitest";
import { withoutDockerSettings } from "./user-env.ts";

test("what is set for Docker's programs goes, and the rest stays", () => {
  const env = {
    PATH: "/bin",
    https_proxy: "http://proxy:3128",
    DOCKER_HOST: "tcp://10.0.0.5:2375",
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CONTENT_TRUST: "1",
    COMPOSE_FILE: "x.yaml",
    BUILDX_BUILDER: "far",
    BUILDKIT_HOST: "tcp://10.0.0.5:1234",
    EMPTY: undefined,
  };
  expect(withoutDockerSettings(env)).toEqual({ PATH: "/bin", https_proxy: "http://proxy:3128" });
});
