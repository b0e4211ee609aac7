import type pg from "pg";
import type { NirCipher } from "../../shared/nir-cipher";
import { allOrNothing, asOwner } from "../../shared/owner";
import { type DemandePurge, echues } from "./conservation.repository";
import { effacer, type PersonneAEffacer, type Sql } from "./effacement.repository";

export interface ResultatPurge {
  departement: string;
  personnes: number;
}

/** People erased in one transaction. */
const LOT = 100;

/** Erases the people whose retention is over, a hundred at a time: what is done stays done when the command is stopped. Through the owner's connection. */
export async function purger(
  { ownerUrl, nirCipher, now }: { ownerUrl: string; nirCipher: NirCipher; now: () => Date },
  demande: DemandePurge,
): Promise<ResultatPurge[]> {
  return asOwner(
    ownerUrl,
    async (client) => {
      const personnes = await echues(client, demande);
      for (let debut = 0; !demande.simuler && debut < personnes.length; debut += LOT)
        await allOrNothing(client, () => effacerLot(client, nirCipher, personnes.slice(debut, debut + LOT), now()));
      const parDepartement = Map.groupBy(personnes, (p) => p.departement);
      return [...parDepartement].map(([departement, siennes]) => ({ departement, personnes: siennes.length }));
    },
    "unefois-purge",
  );
}

async function effacerLot(client: pg.Client, nirCipher: NirCipher, personnes: PersonneAEffacer[], le: Date): Promise<void> {
  const sql: Sql = { rows: async (texte, valeurs) => (await client.query(texte, valeurs)).rows };
  for (const personne of personnes) {
    const { departement, allocataire } = personne;
    await client.query("select from allocataires.allocataire a where a.departement = $1 and a.id = $2 for update", [
      departement,
      allocataire,
    ]);
    await effacer(sql, nirCipher, personne, { motif: "CONSERVATION_ECHUE", par: null, le });
    await client.query(
      `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
         values ('PersonneEffacee', $1, $2, '{"systeme": "DEPARTEMENT", "portee": "HUB", "motif": "CONSERVATION_ECHUE"}', $3)`,
      [departement, allocataire, le],
    );
  }
}
