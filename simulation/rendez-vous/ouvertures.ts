import { instant, iso, type Jour, jourDeSemaine } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Organisme } from "../territoire/territoire";
import { agentDe, identifiant, nombreDAgents, tientSonAgenda } from "./identifiants";
import { type Message, SUIVI } from "./rendez-vous";

/** Ids of openings and absences begin here: series that no other id meets. */
const PLAGES = 610_000_000;
const ABSENCES = 620_000_000;
/** Half days of the first and of the second agent. */
const DEMI_JOURNEES = [
  { jours: "MO,TH", debut: "09:00", fin: "12:00" },
  { jours: "TU,FR", debut: "14:00", fin: "17:00" },
] as const;

/** Openings of those who work in RDV-Solidarités: told before the year, opened half an hour earlier since. */
export function ouverturesDe(contexte: Contexte): Message[] {
  const jour = contexte.debut - 1;
  const messages = agendas(contexte).flatMap(({ organisme, rang, agent, n }) => {
    const { jours, debut, fin } = DEMI_JOURNEES[n]!;
    const data = {
      id: identifiant(contexte, PLAGES + rang * 10 + n),
      title: "Permanence RSA",
      first_day: iso(prochain(contexte.debut, n)),
      start_time: `${debut}:00`,
      end_time: `${fin}:00`,
      rrule: `FREQ=WEEKLY;BYDAY=${jours}`,
      ical: "",
      agent: { id: agent },
      organisation: { id: identifiant(contexte, rang + 1), name: organisme.nom },
      lieu: { id: identifiant(contexte, rang + 1), name: organisme.nom, address: organisme.adresse },
      motifs: motifsDe(contexte, organisme, rang),
    };
    return [
      message("PlageOuverture", "created", jour, 32_400 + rang * 10 + n, { ...data, start_time: "10:00:00" }),
      message("PlageOuverture", "updated", jour, 36_000 + rang * 10 + n, data),
    ];
  });
  return messages.sort((a, b) => a.moment - b.moment);
}

/** The first agent of each is away two days, a week on; the second had said so too, and comes after all. */
export function absencesDe(contexte: Contexte): Message[] {
  const { veille, fin } = contexte;
  const messages = agendas(contexte).flatMap(({ rang, agent, n }) => {
    const premier = prochain(fin + 8, n);
    const dit = (jours: number) => ({
      id: identifiant(contexte, ABSENCES + rang * 10 + n),
      title: "Absence",
      first_day: iso(premier),
      end_day: iso(premier + jours),
      start_time: "08:00:00",
      end_time: "19:00:00",
      rrule: null,
      ical: "",
      agent: { id: agent },
    });
    const secondes = 72_000 + rang * 10 + n;
    const suite = n === 0 ? ("updated" as const) : ("destroyed" as const);
    return [
      message("Absence", "created", veille, secondes, dit(0)),
      message("Absence", suite, veille, secondes + 600, dit(n === 0 ? 1 : 0)),
    ];
  });
  return messages.sort((a, b) => a.moment - b.moment);
}

/** Monday or Tuesday on or after a day: the first half day of an agent. */
const prochain = (jour: Jour, n: number): Jour => jour + ((n - jourDeSemaine(jour) + 7) % 7);

const agendas = (contexte: Contexte) =>
  contexte.territoire.organismes.flatMap((organisme, rang) =>
    tientSonAgenda(organisme.type)
      ? Array.from({ length: nombreDAgents(contexte, organisme.code) }, (_, n) => ({
          organisme,
          rang,
          n,
          agent: agentDe(contexte, organisme.code, n),
        }))
      : [],
  );

/** The délégataire that publishes its slots of first appointments itself opens for what follows only. */
function motifsDe(contexte: Contexte, organisme: Organisme, rang: number) {
  const publie = contexte.territoire.organismes.find((o) => o.type === "DELEGATAIRE") === organisme;
  const motifs = publie ? [SUIVI.accompagnement] : [SUIVI.premier, SUIVI.accompagnement];
  return motifs.map(({ nom, categorie, minutes }) => ({
    id: identifiant(contexte, (rang + 1) * 100 + minutes),
    name: nom,
    collectif: false,
    location_type: "public_office",
    default_duration_in_min: minutes,
    motif_category: { short_name: categorie },
  }));
}

const message = (
  modele: Message["modele"],
  evenement: Message["evenement"],
  jour: Jour,
  secondes: number,
  data: Record<string, unknown>,
): Message => ({
  modele,
  moment: jour * 86_400 + secondes,
  systeme: "RENDEZ_VOUS_SOLIDARITES",
  evenement,
  horodatage: instant(jour, secondes),
  data,
});
