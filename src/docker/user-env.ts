const dockers = /^(DOCKER|COMPOSE|BUILDX|BUILDKIT)_/i;

/**
 * An environment without what the user set for Docker's own programs (another engine, TLS, a builder, a platform…): our
 * calls bring what they need, and the rest must not change what we make.
 */
export function withoutDockerSettings(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !dockers.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}
