import { randomUUID } from "node:crypto";
import type { WritingTransaction } from "../../shared/context";
import type { SystemeSource } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { premierRefus, refus, refusDeTexte } from "../refus";
import { type Situation, sourceDe } from "../situation";
import type { ChampRetirable } from "../vocabulaire";
import { type AdresseSaisie, adresseValide, courrielValide, nomValide, telephoneE164 } from "./coordonnees";
import { type DonneeDite, enTexte } from "./donnee-dite";

export interface DemandeDonnees {
  telephone?: string | null;
  courriel?: string | null;
  adresse?: AdresseSaisie | null;
  sansDomicileFixe?: boolean | null;
  nomUsage?: string | null;
  retirer?: ChampRetirable[] | null;
  /** The person says it herself, and the caller writes it down. */
  parAllocataire: boolean;
  /** The answer to her own request of rectification: she asked for it. */
  rectification?: boolean;
}

export interface DonneesADeclarer {
  id: string;
  source: SystemeSource;
  /** Field → value, as `declaration.donnees` keeps it. */
  donnees: Record<string, unknown>;
}

/** What became of a declaration: the fields that the hub believes now, and those that a better source keeps, with the rule. */
export interface DeclarationDonnees {
  id: string;
  allocataire: { id: string };
  retenues: string[];
  ecartees: { champ: string; source: SystemeSource; motif: string }[];
}

export interface Declarations {
  /** Fields that the person had limited. */
  limitees(situation: Situation): Promise<string[]>;
  connues(situation: Situation): Promise<DonneeDite[]>;
  declarer(situation: Situation, declaration: DonneesADeclarer, le: Date): Promise<DonneeDite[]>;
}

const LONGUEUR_ADRESSE = 200;

/** The data to keep, checked, or why not. Refus: DONNEE_MANQUANTE, TELEPHONE_INVALIDE, COURRIEL_INVALIDE, ADRESSE_INVALIDE, TEXTE_INVALIDE, NOM_INVALIDE,
 * DONNEE_CONTRADICTOIRE when a datum is given and withdrawn at once. */
export function donneesValides(demande: DemandeDonnees): Record<string, unknown> | Refus {
  const { telephone, courriel, adresse, sansDomicileFixe, nomUsage } = demande;
  const retirees = new Set(demande.retirer ?? []);
  const e164 = telephone == null ? null : telephoneE164(telephone);
  const mel = courriel == null ? null : courrielValide(courriel);
  const lieu = adresse == null ? null : adresseValide(adresse);
  const nom = nomUsage == null ? null : nomValide(nomUsage);
  const donnes: Record<ChampRetirable, unknown> = { telephone, courriel, adresse, nomUsage };
  const contredite = [...retirees].find((champ) => donnes[champ] != null);
  const refusee = premierRefus(
    () => (contredite ? refus("DONNEE_CONTRADICTOIRE", contredite) : null),
    () => (telephone != null && !e164 ? refus("TELEPHONE_INVALIDE", "telephone") : null),
    () => (courriel != null && !mel ? refus("COURRIEL_INVALIDE", "courriel") : null),
    () => (adresse != null && !lieu ? refus("ADRESSE_INVALIDE", "adresse") : null),
    () => refusDeTexte(lieu?.adresse, "adresse", LONGUEUR_ADRESSE),
    () => (nomUsage != null && nomUsage.trim() === "" ? refus("DONNEE_MANQUANTE", "nomUsage") : null),
    () => (nomUsage != null && !nom ? refus("NOM_INVALIDE", "nomUsage") : null),
  );
  if (refusee) return refusee;
  const donnees = {
    ...(e164 ? { telephone: e164 } : {}),
    ...(mel ? { courriel: mel } : {}),
    ...lieu,
    ...(sansDomicileFixe == null ? {} : { sansDomicileFixe }),
    ...(nom ? { nomUsage: nom } : {}),
    ...Object.fromEntries([...retirees].map((champ) => [champ, null])),
  };
  return Object.keys(donnees).length === 0 ? refus("DONNEE_MANQUANTE") : donnees;
}

/** What the person had limited is used for nothing without her consent (RGPD, article 18, 2): she may tell a new value, nobody else may.
 * Refus: DONNEE_LIMITEE. */
export function refusDeLimitation(champs: readonly string[], limitees: readonly string[], parAllocataire: boolean): Refus | null {
  const limitee = parAllocataire ? undefined : champs.find((champ) => limitees.includes(champ));
  return limitee === undefined ? null : refus("DONNEE_LIMITEE", limitee);
}

/** What the hub believes of the fields of a declaration. */
export function issue(id: string, allocataire: string, dites: readonly DonneeDite[]): DeclarationDonnees {
  const siennes = dites.filter((dite) => dite.declaration === id);
  const crue = (champ: string) => dites.find((dite) => dite.champ === champ && dite.retenue);
  const ecartees = siennes.flatMap(({ champ, retenue }) => {
    const autre = retenue ? null : crue(champ);
    return autre ? [{ champ, source: autre.provenance.source, motif: autre.motif ?? "" }] : [];
  });
  return {
    id,
    allocataire: { id: allocataire },
    retenues: siennes
      .filter((d) => d.retenue)
      .map((d) => d.champ)
      .sort(),
    ecartees,
  };
}

const crues = (dites: readonly DonneeDite[]) =>
  new Map(dites.filter((d) => d.retenue).map((d) => [d.champ, d.champ === "adresse" ? JSON.stringify(d.valeur) : enTexte(d.valeur)]));

/** Declares data of a person: the fact, its event (the names of what changed, and the current commune) and its trace.
 * A value that a better source contradicts is kept, not believed. */
export async function declarerDonnees(
  situation: Situation,
  demande: DemandeDonnees,
  declarations: Declarations,
  { publish, trace }: WritingTransaction,
  maintenant: Date,
): Promise<DeclarationDonnees | Refus> {
  const donnees = donneesValides(demande);
  if (donnees instanceof Refus) return donnees;
  const { departement, allocataire, acteur } = situation;
  const limitees = await declarations.limitees(situation);
  const refusee = refusDeLimitation(Object.keys(donnees), limitees, demande.parAllocataire || demande.rectification === true);
  if (refusee) return refusee;
  const avant = crues(await declarations.connues(situation));
  const id = randomUUID();
  const source = demande.parAllocataire ? "ALLOCATAIRE" : sourceDe(acteur);
  const dites = await declarations.declarer(situation, { id, source, donnees }, maintenant);
  const champs = [...crues(dites)].filter(([champ, valeur]) => (avant.get(champ) ?? null) !== valeur).map(([champ]) => champ);
  const lieu = dites.find((d) => d.champ === "adresse" && d.retenue)?.valeur as { codeInsee?: string | null } | undefined;
  const commune = champs.includes("adresse") && !limitees.includes("adresse") && lieu?.codeInsee ? { codeInsee: lieu.codeInsee } : {};
  await Promise.all([
    champs.length > 0 && publish({ type: "AllocataireModifie", departement, allocataire, donnees: { champs: champs.sort(), ...commune } }),
    trace(
      [allocataire],
      Object.keys(donnees).map((champ) => `Declaration.${champ}`),
    ),
  ]);
  return issue(id, allocataire, dites);
}
