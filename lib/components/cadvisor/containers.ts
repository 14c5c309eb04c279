/**
 * Matcher of the control groups that are Docker's containers, by either of its cgroup drivers: `/docker/ID` and
 * `/system.slice/docker-ID.scope`. Their names are known to the engine alone, whose socket is no watcher's to hold.
 */
export const CONTAINERS = 'id=~"/docker/.+|.*/docker-.+"';
