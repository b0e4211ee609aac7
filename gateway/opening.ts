import { estOuvert } from "../subgraphs/shared/clients/heures";
import type { RegistreClients } from "../subgraphs/shared/clients/registre-clients";
import type { Clock } from "../subgraphs/shared/clock";
import type { Caller } from "../subgraphs/shared/identity";
import type { Log } from "../subgraphs/shared/log";
import { Refusal } from "./refusal";
import type { AlertToRaise, SharedWatch } from "./watch";

/** Milliseconds that an operation waits outside the hours of its client. */
export const CLOSED_MS = 2_000;
/** Between two alerts of the same nature on a client. */
const SILENCE_MINUTES = 60;

/** What the register says of a client before anything of its operation runs: it may be suspended, or working at odd hours. */
export class Opening {
  constructor(
    private readonly clients: RegistreClients,
    private readonly watch: SharedWatch,
    private readonly clock: Clock,
    private readonly log: Pick<Log, "warn">,
  ) {}

  /** Waits outside opening hours, or refuses, as the register says; both raise an alert. Errors: Refusal 403. */
  async check(caller: Caller | null, gone?: () => AbortSignal): Promise<void> {
    if (caller === null) return;
    const client = this.clients.client(caller.client);
    const now = this.clock.now();
    if (client.suspendu) {
      await this.alert(caller, { nature: "CLIENT_SUSPENDU", gravite: "ATTENTION", details: {} }, now);
      throw new Refusal("CLIENT_SUSPENDU", "Ce client est suspendu par l’exploitant du hub : ses jetons sont refusés.", { status: 403 });
    }
    if (client.heures === null || estOuvert(client.heures, now, client.departement ?? caller.departement)) return;
    const { debut, fin, hors } = client.heures;
    await this.alert(
      caller,
      { nature: "HORS_HEURES", gravite: hors === "REFUSER" ? "GRAVE" : "ATTENTION", details: { debut, fin, hors } },
      now,
    );
    if (hors === "REFUSER")
      throw new Refusal(
        "HORS_HEURES",
        `Ce client travaille de ${debut} à ${fin}, ses jours ouverts : revenez alors, ou faites changer ses heures.`,
        {
          status: 403,
        },
      );
    await this.clock.wait(CLOSED_MS, gone?.());
  }

  private async alert(caller: Caller, told: Pick<AlertToRaise, "nature" | "gravite" | "details">, now: Date): Promise<void> {
    const { client, departement, organisme, agent } = caller;
    this.log.warn({ client, organisme, nature: told.nature }, "veille");
    await this.watch
      .alert({ ...told, client, departement, organisme, agent }, now, SILENCE_MINUTES)
      .catch((error) => this.log.warn({ err: error, client, nature: told.nature }, "alerte non enregistrée"));
  }
}
