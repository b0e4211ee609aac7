import { instant, iso, joursOuvres } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Organisme } from "../territoire/territoire";

/** Weeks of slots that an organisme publishes ahead. */
const SEMAINES = 4;
/** Half hours of a morning and an afternoon, in minutes since midnight. */
const DEBUTS = [540, 570, 600, 630, 660, 690, 840, 870, 900, 930, 960];
const DUREE_MINUTES = 30;

/** A publication, in the shape of a line of decisions. */
interface Publication {
  le: string;
  client: string;
  mutation: "publierCreneaux";
  variables: Record<string, unknown>;
}

/** What the organismes publish on the last evening: the orienting service, France Travail and the first délégataire. No person. */
export function publicationsDe(contexte: Contexte): Publication[] {
  const { territoire } = contexte;
  const de = (type: string) => territoire.organismes.find((o) => o.type === type);
  const orienteur = territoire.organismes.find((o) => o.code === territoire.orienteur)!;
  const franceTravail = de("FRANCE_TRAVAIL");
  const delegataire = de("DELEGATAIRE");
  const lignes = [publication(contexte, orienteur, territoire.client, "ORIENTATION", 3)];
  if (franceTravail && territoire.franceTravail)
    lignes.push(publication(contexte, franceTravail, territoire.franceTravail, "PREMIER_ACCOMPAGNEMENT", 2));
  if (delegataire) lignes.push(publication(contexte, delegataire, territoire.client, "PREMIER_ACCOMPAGNEMENT", 1));
  return lignes;
}

function publication(contexte: Contexte, organisme: Organisme, client: string, famille: string, places: number): Publication {
  const { departement, communes } = contexte.territoire;
  const [premier, dernier] = [contexte.fin + 1, contexte.fin + 7 * SEMAINES];
  const commune = communes.find((c) => organisme.adresse.includes(c.codePostal));
  const lieu = { lieu: organisme.adresse, ...(commune && { codeInsee: commune.codeInsee }) };
  const creneaux = joursOuvres(premier, dernier).flatMap((jour) =>
    DEBUTS.map((minutes) => ({
      debut: instant(jour, minutes * 60),
      fin: instant(jour, (minutes + DUREE_MINUTES) * 60),
      modalite: "PHYSIQUE",
      places,
      ...lieu,
    })),
  );
  return {
    le: instant(contexte.veille, 19 * 3_600),
    client,
    mutation: "publierCreneaux",
    variables: {
      organisme: `${departement}-${organisme.code}`,
      famille,
      du: iso(premier),
      au: iso(dernier),
      creneaux,
      cleIdempotence: `simulation/${departement}/${organisme.code}/creneaux-${famille}-${iso(contexte.fin)}`,
    },
  };
}
