/** Labels that compose puts on what it makes: the project's name, and the service's in it. */
export const composeProject = "com.docker.compose.project";
export const composeService = "com.docker.compose.service";
