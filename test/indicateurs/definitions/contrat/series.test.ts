import { CONTRAT } from "../../../../subgraphs/indicateurs/definitions/contrat";
import { CALLERS } from "../../../setup/subgraph";
import { contratSigne, entree } from "../../journal";
import { charger, preparer, sg } from "../../mesures";
import { chiffres, ese, id, inscrite, offre, prescription, reprise, sortie, viderLeCatalogue } from "./faits";

preparer();
afterEach(() => viderLeCatalogue());

const CODES = [...new Set(CONTRAT.map(({ definition }) => definition.code))];
const MOIS = [
  { debut: "2026-01-01", fin: "2026-01-31" },
  { debut: "2026-02-01", fin: "2026-02-28" },
  { debut: "2026-03-01", fin: "2026-03-31" },
];

it("chaque ligne du contrat dit en série, mois par mois, ce qu’elle dit de chaque mois seul, et de même telle que connue ce jour", async () => {
  const [ppal, immersion] = [await offre("PPAL"), await offre("IMM", { origine: "IMMERSION" })];
  const a = id();
  await charger(
    entree(a),
    ese(a, "2026-01-20"),
    contratSigne(a, "2026-02-02"),
    inscrite(a, "2026-02-03"),
    ...prescription(a, ppal, { OUVERTE: "2026-01-25", DEMARREE: "2026-02-05" }),
    ...prescription(a, immersion, { OUVERTE: "2026-02-25", DEMARREE: "2026-03-05" }),
    reprise(a, "2026-03-15", "CDI"),
    sortie(a, "2026-03-20", "EMPLOI_DURABLE"),
  );
  for (const code of CODES) {
    const { data, errors } = await sg.run(
      CALLERS.pilotage,
      `query ($code: String!) { serieIndicateur(code: $code, territoire: "94", debut: "2026-01-01", fin: "2026-03-31", pas: MOIS) { numerateur denominateur valeur } }`,
      { code },
    );
    expect([code, errors]).toEqual([code, undefined]);
    const seuls = [];
    for (const mois of MOIS) seuls.push(await chiffres(code, mois));
    const connu = await sg.run(
      CALLERS.pilotage,
      `query ($code: String!) { avant: indicateur(code: $code, territoire: "94", debut: "2026-03-01", fin: "2026-03-31", connuLe: "2026-11-21") { numerateur denominateur valeur }
        apres: indicateur(code: $code, territoire: "94", debut: "2026-03-01", fin: "2026-03-31", connuLe: "2026-11-22") { numerateur denominateur valeur } }`,
      { code },
    );
    // All was told on 22 November: nothing the day before, the same as now from that day.
    expect([code, connu.errors]).toEqual([code, undefined]);
    expect([code, connu.data.avant.valeur]).toEqual([code, null]);
    expect([code, Object.values(connu.data.apres)]).toEqual([code, seuls[2]]);
    expect([code, data.serieIndicateur.map((m: any) => [m.numerateur, m.denominateur, m.valeur])]).toEqual([code, seuls]);
  }
});
