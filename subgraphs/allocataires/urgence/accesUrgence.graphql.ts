import { Arg, Ctx, Directive, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { STRICT } from "../../shared/clients/client-enregistre";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import type { Refus } from "../../shared/contrat/refus";
import { once } from "../../shared/idempotence";
import { motifDit } from "../../shared/motif";
import { decodeCursor, isUuid, pageSize, toPage } from "../../shared/page";
import { IdentifiantInput, RechercheParIdentifiant } from "../personne/recherche.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import { type AccesUrgence, personneIntrouvable, refusDemande, refusFermeture, refusNombre } from "./acces-urgence";
import { AccesUrgenceConnection, AccesUrgenceType } from "./acces-urgence.graphql";
import {
  accesOuvert,
  accesParId,
  alerter,
  type Designation,
  essaisDepuis,
  fermer,
  listeAcces,
  ouvrir,
  personneDesignee,
  sonAcces,
} from "./acces-urgence.repository";

const OuvrirAccesUrgenceResultat = resultatOuRefus("OuvrirAccesUrgenceResultat", AccesUrgenceType, "AccesUrgence");
const FermerAccesUrgenceResultat = resultatOuRefus("FermerAccesUrgenceResultat", AccesUrgenceType, "AccesUrgence");
const CLE = { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." } as const;
const JOUR_MS = 86_400_000;

@Resolver()
export class AccesUrgences extends RechercheParIdentifiant {
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Mutation(() => OuvrirAccesUrgenceResultat, {
    description:
      "Ouvre, pour une heure, la lecture d’une personne du département que l’appelant ne suit pas. Une alerte est levée, la personne le lit dans son registre avec le motif ; elle ne compte pas dans le quota de personnes. Déjà ouvert, le même accès est rendu. N’ouvre ni le NIR, ni la santé, ni un autre département.",
  })
  async ouvrirAccesUrgence(
    @Arg("allocataire", () => ID, { nullable: true, description: "La personne, par son identifiant du hub." }) allocataire: string | null,
    @Arg("identifiant", () => IdentifiantInput, {
      nullable: true,
      description: "La personne, par un de ses numéros et sa date de naissance ; exclusif de « allocataire ».",
    })
    identifiant: IdentifiantInput | null,
    @Arg("motif", () => String, { description: "Pourquoi, vingt caractères au moins : la personne le lira." }) motif: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<AccesUrgence | Refus> {
    const designation = this.designation(allocataire, identifiant, ctx);
    const { client } = ctx.requireCaller();
    const { parJour, minutes } = ctx.clients?.client(client).accesUrgence ?? STRICT.accesUrgence;
    return once<AccesUrgence>(ctx, {
      schema: "allocataires",
      mutation: "ouvrirAccesUrgence",
      cle,
      payload: { allocataire, identifiant, motif },
      apply: (ecriture) => demander(ctx, ecriture, designation, { motif: motifDit(motif), minutes, parJour }),
      idOf: ({ id }) => id,
      reload: async (id, { tx }) => (await accesParId(tx, id))!,
    });
  }

  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Mutation(() => FermerAccesUrgenceResultat, { description: "Ferme un de ses accès d’urgence avant son terme." })
  fermerAccesUrgence(
    @Arg("acces", () => ID, { description: "L’accès à fermer." }) id: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<AccesUrgence | Refus> {
    return once<AccesUrgence>(ctx, {
      schema: "allocataires",
      mutation: "fermerAccesUrgence",
      cle,
      payload: { acces: id },
      apply: (ecriture) => clore(ctx, ecriture, id),
      idOf: (acces) => acces.id,
      reload: async (acces, { tx }) => (await accesParId(tx, acces))!,
    });
  }

  @Directive('@requiresScopes(scopes: [["journal.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)')
  @Query(() => AccesUrgenceConnection, { nullable: true, description: "Les accès d’urgence du département, le plus récent d’abord." })
  async accesUrgence(
    @Arg("ouverts", () => Boolean, {
      nullable: true,
      description: "Vrai : en cours ; faux : finis, ou qui n’ont trouvé personne ; nul : tous.",
    })
    ouverts: boolean | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: 50, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Curseur du dernier accès lu." }) after: string | null,
    @Ctx() ctx: RequestContext,
  ) {
    const size = pageSize(first, 50);
    const cursor = decodeCursor(after, /^\d{1,15}:[0-9a-f-]{36}$/);
    const rows = await listeAcces(await ctx.read(), ouverts ?? null, ctx.now(), size + 1, cursor);
    return toPage(rows, size, (row) => `${row.ouvertLe.getTime()}:${row.id}`, cursor);
  }

  /** Errors: ARGUMENT_INVALIDE, FORBIDDEN, IDENTIFIANT_INCOMPLET. A number that cannot be one names nobody. */
  private designation(allocataire: string | null, identifiant: IdentifiantInput | null, ctx: RequestContext): Designation {
    if ((allocataire == null) === (identifiant == null))
      throw new CodedError("ARGUMENT_INVALIDE", "Donnez « allocataire » ou « identifiant », l’un des deux et un seul.");
    const personne = { allocataire: null, type: null, valeurs: [], empreinte: null, dateNaissance: null };
    if (identifiant == null) return { ...personne, allocataire: isUuid(allocataire) ? allocataire.toLowerCase() : null };
    if (!identifiant.dateNaissance)
      throw new CodedError("IDENTIFIANT_INCOMPLET", "Un accès d’urgence par un numéro demande aussi la date de naissance.");
    return { ...personne, ...this.lire(identifiant, ctx) };
  }
}

interface Demande {
  motif: string;
  minutes: number;
  parJour: number;
}

/** An access already open is given again: an emergency that insists spends nothing. By her id before the attempts are counted; by a number after, since a
 * number that is wrong is a guess. */
async function demander(
  ctx: RequestContext,
  ecriture: WritingTransaction,
  designation: Designation,
  demande: Demande,
): Promise<AccesUrgence | Refus> {
  const { tx } = ecriture;
  const caller = ctx.requireCaller();
  const { portee } = await ctx.rights();
  const quotaAtteint = portee === "departement" && (await ctx.quotaAtteint());
  const refus = refusDemande({ portee, motif: demande.motif, quotaAtteint });
  if (refus) return refus;
  const sien = designation.allocataire && (await accesOuvert(tx, designation.allocataire, caller, ctx.now()));
  if (sien) return redire(ctx, ecriture, sien);
  const essais = await essaisDepuis(tx, caller.client, new Date(ctx.now().getTime() - JOUR_MS));
  const trop = refusNombre(essais, demande.parJour);
  if (trop) return trop;
  const allocataire = await personneDesignee(tx, caller.departement, designation);
  const ouvert = allocataire && (await accesOuvert(tx, allocataire, caller, ctx.now()));
  return ouvert ? redire(ctx, ecriture, ouvert) : noter(ctx, ecriture, allocataire, demande);
}

async function redire(ctx: RequestContext, { trace }: WritingTransaction, acces: AccesUrgence): Promise<AccesUrgence> {
  ctx.personnes.ouverte(acces.allocataire!);
  await trace([acces.allocataire!], ["AccesUrgence.motif"]);
  return acces;
}

/** The attempt is kept whether it finds somebody or not: it counts, and the alert says so. */
async function noter(
  ctx: RequestContext,
  { tx, publish, trace }: WritingTransaction,
  allocataire: string | null,
  { motif, minutes }: Demande,
): Promise<AccesUrgence | Refus> {
  const caller = ctx.requireCaller();
  const ouvertLe = ctx.now();
  const acces = await ouvrir(tx, caller, { allocataire, motif, ouvertLe, expireLe: new Date(ouvertLe.getTime() + minutes * 60_000) });
  await alerter(tx, acces);
  if (allocataire === null) return personneIntrouvable();
  ctx.personnes.ouverte(allocataire);
  const donnees = { acces: acces.id, client: caller.client, expireLe: acces.expireLe.toISOString() };
  await publish({ type: "AccesUrgenceOuvert", departement: caller.departement, allocataire, donnees });
  await trace([allocataire], ["AccesUrgence.motif"]);
  return acces;
}

async function clore(ctx: RequestContext, { tx, publish }: WritingTransaction, id: string): Promise<AccesUrgence | Refus> {
  const caller = ctx.requireCaller();
  const acces = isUuid(id) ? await sonAcces(tx, id, caller) : null;
  const le = ctx.now();
  const refus = refusFermeture(acces, le);
  if (refus || acces === null) return refus!;
  await fermer(tx, acces.id, le, caller.agent ?? caller.client);
  const { departement, allocataire } = acces;
  if (allocataire !== null) ctx.personnes.ouverte(allocataire);
  await publish({ type: "AccesUrgenceFerme", departement, allocataire, donnees: { acces: acces.id, le: le.toISOString() } });
  return { ...acces, fermeLe: le };
}
