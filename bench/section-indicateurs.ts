import type pg from "pg";
import { addDays } from "../subgraphs/shared/civil-date";
import { avecConnexion, type Base } from "./base";
import type { Cible } from "./charge";
import { repondre } from "./contenu";
import { lancer } from "./enfant";
import { hubEnUnProcessus } from "./hub";
import { A_LA_MAIN } from "./indicateurs/a-la-main";
import { type Comparaison, comparer } from "./indicateurs/comparer";
import { charger, decalages } from "./indicateurs/decalage";
import { centile, chronometrer, corps, demander, SERIE, SUIVI, type Temps } from "./indicateurs/lire";
import { creerMonde, type Monde, mondeDe } from "./indicateurs/monde";
import { type Lecture, lireJournal, lireSansHistoire, tailles } from "./indicateurs/relire";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

/** Events read with and without history, to compare. */
const POUR_COMPARER = 100_000;
const LECTEURS = 4;

interface Banc {
  base: Base;
  url: string;
  client: pg.Client;
  monde: Monde;
  periode: { debut: string; fin: string };
  options: Options;
  dire: Dire;
}

/** Indicators of a département with a year of events: read through the API against hand-written SQL, followed, read again, and their size. */
export async function sectionIndicateurs(base: Base, options: Options, dire: Dire): Promise<void> {
  const url = await base.creer("indicateurs");
  const monde = mondeDe(options.personnes);
  const periode = { debut: `${monde.annee}-01-01`, fin: `${monde.annee}-12-31` };
  const evenements = await creerMonde(url, monde);
  try {
    await avecConnexion(url, async (client) => {
      const banc: Banc = { base, url, client, monde, periode, options, dire };
      await suivre(banc, evenements);
      const sans = await avecHub(banc, 0, (cible) => lectures(banc, cible));
      await avecHub(banc, 5, (cible) => masquees(banc, cible, sans));
      await avecHub(banc, 0, async (cible) => {
        await retards(banc, cible);
        await reconstruire(banc, cible);
      });
    });
  } finally {
    await base.supprimer("indicateurs");
  }
}

async function avecHub<T>({ base, url }: Banc, seuil: number, travail: (cible: Cible) => Promise<T>): Promise<T> {
  const hub = await hubEnUnProcessus({ databaseUrl: url, dossier: base.dossier, environnement: { INDICATEURS_SEUIL: String(seuil) } });
  try {
    return await travail(hub.cible);
  } finally {
    await hub.arreter();
  }
}

/** The journal read for the first time, and what it takes on disk. */
async function suivre({ client, monde, dire }: Banc, evenements: number): Promise<void> {
  const sans = await lireSansHistoire(client, POUR_COMPARER);
  const meme = await lireJournal(client, POUR_COMPARER);
  const reste = await lireJournal(client);
  const tout: Lecture = { evenements: meme.evenements + reste.evenements, secondes: meme.secondes + reste.secondes };
  if (tout.evenements !== evenements) throw new Error(`${tout.evenements} événements lus sur ${evenements}.`);
  await client.query("vacuum analyze");
  const debit = ({ evenements: n, secondes }: Lecture) => n / secondes;
  const ligne = (nom: string, lecture: Lecture) => [
    nom,
    nombre(lecture.evenements, 7),
    nombre(debit(lecture)),
    rapport(debit(lecture), debit(sans)),
  ];
  dire(
    tableau(
      ["première lecture du journal", "événements", "événements/s", "débit / sans histoire"],
      [ligne("sans ce qui était connu avant", sans), ligne("les mêmes, avec", meme), ligne("tous", tout)],
    ),
  );
  const lignes = (await tailles(client)).map(({ nom, octets, lignes: n }) => [
    nom,
    nombre(n, 7),
    nombre(octets / 1e6),
    nombre(octets / monde.personnes),
    nombre(octets / evenements),
  ]);
  dire(
    tableau([`sur disque, ${nombre(monde.personnes, 6)} personnes`, "lignes", "Mo", "octets par personne", "octets par événement"], lignes),
  );
}

const fichesDe = (temps: Temps) => [nombre(centile(temps, 0.5)), nombre(centile(temps, 0.95))];

function direComparaison(nom: string, faites: readonly Comparaison[]): string[] {
  const de = (quoi: "hub" | "base" | "defaut") => faites.flatMap((faite) => faite[quoi]);
  return [
    nom,
    rapport(centile(de("hub"), 0.5), centile(de("base"), 0.5)),
    rapport(centile(de("hub"), 0.95), centile(de("base"), 0.95)),
    ...fichesDe(de("hub")),
    ...fichesDe(de("base")),
    ...fichesDe(de("defaut")),
  ];
}

/** Each indicator by all its cuts against base tables; then what asks for more than one figure. Returns the times that masking is compared with. */
async function lectures({ client, periode, monde, options, dire }: Banc, cible: Cible): Promise<Map<string, Temps>> {
  const faites = await comparer(cible, client, A_LA_MAIN, periode, options.lectures);
  const entetes = [
    "p50 / p50 à la main (moins de 1)",
    "p95 / p95",
    "p50 ms",
    "p95 ms",
    "à la main p50",
    "p95",
    "version par défaut p50",
    "p95 (300 au plus)",
  ];
  const par = (cle: "code" | "coupe") =>
    [...new Set(faites.map((f) => f[cle]))].map((nom) =>
      direComparaison(
        nom,
        faites.filter((f) => f[cle] === nom),
      ),
    );
  dire(tableau(["indicateur, par toutes ses coupes", ...entetes], [...par("code"), direComparaison("**tous**", faites)]));
  dire(tableau(["coupe, de tous ces indicateurs", ...entetes], par("coupe")));
  const lire = (code: string, plus: object = {}) =>
    chronometrer(options.lectures, () => demander(cible, { code, ventilation: "commune", ...periode, ...plus }));
  const ancien = addDays(monde.fin, -100);
  const lignes: string[][] = [];
  for (const { code } of A_LA_MAIN) {
    const [maintenant, connu] = [await lire(code), await lire(code, { connuLe: ancien })];
    lignes.push([
      `${code} par commune, tel que connu cent jours plus tôt`,
      rapport(centile(connu, 0.5), centile(maintenant, 0.5)),
      ...fichesDe(connu),
    ]);
  }
  for (const { code } of A_LA_MAIN) {
    const un = await lire(code);
    const serie = await chronometrer(options.lectures, () => repondre({ ...cible, corps: corps(SERIE, { code, ...periode }) }));
    lignes.push([`${code}, douze mois`, rapport(centile(serie, 0.5), centile(un, 0.5)), ...fichesDe(serie)]);
  }
  const suivi = await chronometrer(Math.max(2, options.lectures >> 1), () =>
    repondre({ ...cible, corps: corps(SUIVI, { annee: monde.annee }) }),
  );
  lignes.push(["suiviContrat, en entier (3 000 au plus)", "—", ...fichesDe(suivi)]);
  dire(tableau(["lecture, sans masquer", "p50 / p50 par commune, maintenant", "p50 ms", "p95 ms"], lignes));
  const sans = new Map([["suivi", suivi]]);
  for (const { code } of A_LA_MAIN) sans.set(code, await lire(code));
  return sans;
}

/** @param sansMasquer times without masking, by what was read. */
async function masquees({ periode, monde, options, dire }: Banc, cible: Cible, sansMasquer: Map<string, Temps>): Promise<void> {
  const lignes: string[][] = [];
  const ligne = (nom: string, cle: string, temps: Temps) => {
    const sans = sansMasquer.get(cle)!;
    lignes.push([nom, rapport(centile(temps, 0.5), centile(sans, 0.5)), ...fichesDe(temps), ...fichesDe(sans)]);
  };
  for (const { code } of A_LA_MAIN)
    ligne(
      `${code} par commune`,
      code,
      await chronometrer(options.lectures, () => demander(cible, { code, ventilation: "commune", ...periode })),
    );
  const suivi = () => repondre({ ...cible, corps: corps(SUIVI, { annee: monde.annee }) });
  ligne("suiviContrat, en entier (3 000 au plus)", "suivi", await chronometrer(Math.max(2, options.lectures >> 1), suivi));
  dire(tableau(["petits nombres masqués, seuil 5", "p50 / p50 sans masquer", "p50 ms", "p95 ms", "sans masquer p50", "p95"], lignes));
}

async function retards({ client, url, monde, options, dire }: Banc, cible: Cible): Promise<void> {
  const recente = { debut: addDays(monde.fin, -60), fin: addDays(monde.fin, 30) };
  const calme = await decalages(cible, client, recente, options.decisions);
  const cesser = charger(url, cible, recente, LECTEURS);
  const charge = await decalages(cible, client, recente, options.decisions);
  await cesser();
  const ligne = (nom: string, temps: Temps) => [nom, nombre(temps.length), ...fichesDe(temps), nombre(Math.max(...temps))];
  dire(
    tableau(
      ["d’une décision d’orientation à son chiffre (F.4)", "décisions", "p50 ms", "p95 ms", "pire ms"],
      [ligne("hub au repos", calme), ligne(`${LECTEURS} lecteurs, 200 événements/s`, charge)],
    ),
  );
}

/** The projection read again from the journal by the command, while somebody reads an indicator. */
async function reconstruire({ client, url, periode, options, dire }: Banc, cible: Cible): Promise<void> {
  const lire = () => demander(cible, { code: "L.I.V2.1.3", ventilation: "commune", ...periode });
  const calme = await chronometrer(options.lectures, lire);
  const pendant: Temps = [];
  const debut = performance.now();
  let fini = false;
  const commande = lancer({
    programme: "dist/hub/main.js",
    arguments: ["reconstruire", "--json"],
    environnement: { DATABASE_URL: url },
  }).finally(() => {
    fini = true;
  });
  while (!fini) pendant.push(...(await chronometrer(1, lire)));
  const { lus, differences } = JSON.parse((await commande).sortie()) as { lus: number; differences: { table: string }[] };
  const secondes = (performance.now() - debut) / 1000;
  const { rows } = await client.query("select count(*)::int as n from journal.evenement");
  dire(
    tableau(
      ["reconstruction pendant qu’on lit", ""],
      [
        ["événements relus (sur)", `${nombre(lus, 7)} (${nombre(rows[0].n, 7)})`],
        ["événements/s, de bout en bout", nombre(lus / secondes)],
        ["tables qui différaient", differences.map(({ table }) => table).join(", ") || "aucune"],
        ["L.I.V2.1.3 par commune pendant ce temps, p50 et p95 ms", fichesDe(pendant).join(" et ")],
        ["p50 / p50 avant", rapport(centile(pendant, 0.5), centile(calme, 0.5))],
      ],
    ),
  );
}
