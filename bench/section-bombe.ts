import type { Base } from "./base";
import { hubEnUnProcessus } from "./hub";
import type { Dire } from "./section-vitrine";
import { mediane, nombre, tableau } from "./tableau";

const ETAGES = [6, 14, 30];
const CHAUDES = 30;

/** Fragments that each call the next one twice, over a path that crosses two subgraphs. @param marque makes a document that was never seen. */
function bombe(etages: number, marque: string): string {
  const suite = (i: number) => `rendezVous(first: 1) { participations { allocataire { ...F${i + 1} } } }`;
  const fragments = Array.from({ length: etages }, (_, i) => `fragment F${i} on Allocataire { a: ${suite(i)} b: ${suite(i)} }`);
  return `query ${marque} { allocataires(first: 1) { nodes { ...F0 } } } ${fragments.join(" ")} fragment F${etages} on Allocataire { nom }`;
}

/** How long the gateway takes to refuse what would block a planner: on a process that has seen nothing, then on a warm one. */
export async function sectionBombe(base: Base, databaseUrl: string, dire: Dire): Promise<void> {
  const lignes: string[][] = [];
  for (const etages of ETAGES) {
    const hub = await hubEnUnProcessus({ databaseUrl, dossier: base.dossier });
    try {
      const refuser = async (marque: string) => {
        const debut = performance.now();
        const headers = { "content-type": "application/json", ...hub.cible.entetes };
        const reponse = await fetch(hub.cible.url, { method: "POST", headers, body: JSON.stringify({ query: bombe(etages, marque) }) });
        const { errors } = (await reponse.json()) as { errors?: { extensions: { code: string } }[] };
        if (errors?.[0]?.extensions.code !== "DOCUMENT_REFUSE") throw new Error(`La bombe à ${etages} étages n’est pas refusée.`);
        return performance.now() - debut;
      };
      const froide = await refuser("froide");
      const chaudes: number[] = [];
      for (let i = 0; i < CHAUDES; i++) chaudes.push(await refuser(`chaude${i}`));
      lignes.push([
        String(etages),
        nombre(bombe(etages, "m").length, 4),
        nombre(froide),
        nombre(mediane(chaudes)),
        nombre(Math.max(...chaudes)),
      ]);
    } finally {
      await hub.arreter();
    }
  }
  dire(tableau(["étages", "caractères", "ms, premier refus d’un processus neuf", "ms, médiane de 30 autres", "ms, le plus long"], lignes));
}
