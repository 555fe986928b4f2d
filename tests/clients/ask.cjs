// Asks the site at an address by each client of Statuspage's API v2, whenever a line comes in; prints what each
// has understood as one line of JSON. The packages are those of the registry, unchanged.
"use strict";
const { createInterface } = require("node:readline");
const { Statuspage } = require("statuspage.io");
const { StatusPageClient, maintenances } = require("@aero/statuspage");
const other = require("statuspage.js");

const address = process.argv[2];
const names = (several) => several.map((one) => one.name);

async function statuspageIo() {
  const client = new Statuspage("ours");
  client.setApiUrl(address);
  const { api } = client;
  const summary = await api.getSummary();
  const status = await api.getStatus();
  const { components } = await api.getComponents();
  const all = await api.incidents.getAll();
  const open = await api.incidents.getUnresolved();
  const coming = await api.scheduledMaintenances.getUpcoming();
  return {
    status: status.status,
    components: components.filter((one) => !one.group).map((one) => [one.name, one.status]),
    open: names(open.incidents),
    all: names(all.incidents),
    work: names(summary.scheduled_maintenances),
    coming: names(coming.scheduled_maintenances),
  };
}

async function aero() {
  const client = () => new StatusPageClient(address); // one keeps the way of its last question
  const summary = await client().summary();
  const { status } = await client().status();
  const tops = await client().components();
  const leaves = tops.flatMap((one) => (one.children.length ? one.children : [one]));
  return {
    status: { ...status },
    components: leaves.map((one) => [one.name, one.status]),
    open: names(await client().incidents(true)),
    all: names(await client().incidents()),
    work: names(summary.maintenances),
    active: names(await client().maintenances(maintenances.ACTIVE)),
    coming: names(await client().maintenances(maintenances.UPCOMING)),
    planned: names(await client().maintenances(maintenances.ALL)),
    dates: [summary.page, ...summary.incidents, ...tops].every((one) => one.updated > 0),
  };
}

async function statuspageJs() {
  const client = new other.Statuspage("ours");
  client.axios.defaults.baseURL = `${address}/api/v2`; // it knows no setting for it
  const summary = await client.summary();
  const { incidents } = await client.allIncidents();
  const updates = new other.StatuspageUpdates("ours");
  updates.statuspage = client;
  await updates.fetch();
  updates.checkUpdate();
  return {
    status: (await client.status()).status,
    components: summary.components.filter((one) => !one.group).map((one) => [one.name, one.status]),
    open: names((await client.unresolvedIncidents()).incidents),
    all: names(incidents),
    work: names(summary.scheduled_maintenances),
    active: names((await client.activeScheduledMaintenances()).scheduled_maintenances),
    coming: names((await client.upcomingScheduledMaintenances()).scheduled_maintenances),
    planned: names((await client.allScheduledMaintenances()).scheduled_maintenances),
    dates: incidents.every((one) => one.incident_updates.every((word) => word.created_at instanceof Date)),
  };
}

const clients = { "statuspage.io": statuspageIo, "@aero/statuspage": aero, "statuspage.js": statuspageJs };

process.on("unhandledRejection", () => {}); // statuspage.js asks once at its own address as it is made
(async () => {
  for await (const _ of createInterface({ input: process.stdin })) {
    const found = {};
    for (const [name, ask] of Object.entries(clients)) {
      found[name] = await ask().catch((error) => ({ fault: String(error.stack) }));
    }
    process.stdout.write(`${JSON.stringify(found)}\n`);
  }
})();
