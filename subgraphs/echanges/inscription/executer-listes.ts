import type pg from "pg";
import { allOrNothing } from "../../shared/owner";
import type { DepotRow } from "../depot/depot.repository";
import { creerDepot, type OutilsDepot } from "../depot/executer-depots";
import { fichiersDesInscriptions, ligneInscription, type PersonneDeLaListe } from "./fichier-inscriptions";
import { DELAI_ABANDON_SEMAINES } from "./issue";
import {
  ajouterALaListe,
  type Candidat,
  cleDuDepot,
  creerListe,
  echangesADeposer,
  type ListeRow,
  listeDeLaSemaine,
  listesADeposer,
  noterAbandons,
  rattacherAuDepot,
  verrouillerListes,
} from "./liste.repository";

/** What the lists need of the owner of the people. The composition root gives it; it writes the register. */
export interface PersonnesDesListes {
  /** Everyone whom the rule asks for, told already or not. */
  candidats(departement: string): Promise<Candidat[]>;
  /** These people as they are now; whom the rule no longer asks for is absent. */
  identites(departement: string, allocataires: readonly string[]): Promise<PersonneDeLaListe[]>;
}

export interface IssueDeSemaine {
  /** False: the list of the week was already made. */
  nouvelle: boolean;
  /** People added to the list. */
  personnes: number;
  depots: DepotRow[];
  abandons: number;
}

/** Makes the list of a week once, its signed file, and says who gave up. Again: only what is missing. `client`: the owner's connection. */
export async function faireLaListe(
  client: pg.ClientBase,
  personnes: PersonnesDesListes,
  outils: OutilsDepot,
  { departement, semaine, le }: { departement: string; semaine: string; le: Date },
): Promise<IssueDeSemaine> {
  const faite = await listeDeLaSemaine(client, departement, semaine);
  const candidats = faite ? [] : await personnes.candidats(departement);
  return allOrNothing(client, async () => {
    await verrouillerListes(client, departement);
    const nouvelle = (await listeDeLaSemaine(client, departement, semaine)) === null;
    const ajoutees = nouvelle ? await remplir(client, departement, semaine, candidats, le) : 0;
    const depots: DepotRow[] = [];
    for (const liste of await listesADeposer(client, departement))
      depots.push(await deposerListe(client, personnes, outils, departement, liste, le));
    return { nouvelle, personnes: ajoutees, depots, abandons: await noterAbandons(client, departement, le) };
  });
}

async function remplir(client: pg.ClientBase, departement: string, semaine: string, candidats: Candidat[], le: Date): Promise<number> {
  const liste = await creerListe(client, departement, semaine, le, DELAI_ABANDON_SEMAINES);
  return ajouterALaListe(client, departement, liste, candidats, le);
}

/** The file of the lines that are in none yet. An empty week is told too: its rank shows that nobody was forgotten. */
async function deposerListe(
  client: pg.ClientBase,
  personnes: PersonnesDesListes,
  outils: OutilsDepot,
  departement: string,
  liste: ListeRow,
  le: Date,
): Promise<DepotRow> {
  const echanges = await echangesADeposer(client, departement, liste.id);
  const trouvees = await personnes.identites(
    departement,
    echanges.map((e) => e.allocataire),
  );
  const parPersonne = new Map(trouvees.map((personne) => [personne.allocataire, personne]));
  const dits = echanges.filter((e) => parPersonne.has(e.allocataire));
  const lignes = dits.map((e) => ligneInscription(parPersonne.get(e.allocataire)!, e.echange, liste.semaine));
  const depot = await creerDepot(client, outils, {
    departement,
    objet: "INSCRIPTION_LISTE",
    destinataire: "FRANCE_TRAVAIL",
    cle: await cleDuDepot(client, departement, liste.semaine),
    nombre: lignes.length,
    fichiers: fichiersDesInscriptions(lignes),
    creeLe: le,
  });
  await rattacherAuDepot(client, departement, {
    liste: liste.id,
    depot: depot.id,
    dits: dits.map((e) => e.echange),
    sansObjet: echanges.filter((e) => !parPersonne.has(e.allocataire)).map((e) => e.echange),
    le,
  });
  return depot;
}
