import { Args, ArgsType, Ctx, createUnionType, Directive, Field, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import type { SubgraphDependencies } from "../../shared/module";
import { duRessort } from "../contrat/ressort";
import { auteur } from "../contrat/resultat/validation";
import { moteurDe } from "../mesure/mesures.repository";
import { Cohorte, CritereCohorteInput, enCohorte } from "./cohorte.graphql";
import { clore, cohorte, defaire, fixer, presqueLaMeme } from "./cohorte.repository";
import { codePris, cohorteDejaClose, cohorteIntrouvable, type DemandeCohorte, refusDemande, refusGroupe } from "./critere";

export const CreerCohorteResultat = createUnionType({
  name: "CreerCohorteResultat",
  description: "La cohorte, fixée, ou un refus.",
  types: () => [Cohorte, Refus] as const,
});
export const CloreCohorteResultat = createUnionType({
  name: "CloreCohorteResultat",
  description: "La cohorte, close, ou un refus.",
  types: () => [Cohorte, Refus] as const,
});

@ArgsType()
class Quelle {
  @Field(() => String, { description: "Code du département (94)." })
  departement: string;
  @Field(() => String, { description: "Code de la cohorte : majuscules, chiffres, tirets bas." })
  code: string;
  @Field(() => String, { nullable: true, description: "La même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

@ArgsType()
class Voulue extends Quelle {
  @Field(() => String, { description: "Ce qu’est le groupe." })
  libelle: string;
  @Field(() => DateScalar, { description: "Jour dont les faits, tels que connus maintenant, disent qui en est." })
  fixeeLe: string;
  @Field(() => CritereCohorteInput, { description: "Qui en est." })
  critere: CritereCohorteInput;
  @Field(() => String, { nullable: true, description: "Cohorte à laquelle elle se compare : ses membres en sont écartés." })
  temoinDe?: string | null;
}

@Resolver()
export class CreerCohorteResolver {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => CreerCohorteResultat, {
    description:
      "Fixe un groupe de personnes, pour le suivre et le comparer. Refus : CODE_INVALIDE, LIBELLE_INVALIDE, DATE_FUTURE, CRITERE_INVALIDE, COHORTE_INTROUVABLE, CODE_PRIS, COHORTE_TROP_PETITE, COHORTE_TROP_PROCHE.",
  })
  async creerCohorte(@Args(() => Voulue) { cleIdempotence, ...voulue }: Voulue, @Ctx() ctx: RequestContext): Promise<Cohorte | Refus> {
    const demande = lire(voulue);
    return once<Cohorte>(ctx, {
      schema: "indicateurs",
      mutation: "creerCohorte",
      cle: cleIdempotence,
      payload: demande,
      apply: (writing) => this.creer(demande, ctx, writing),
      idOf: ({ departement, code }) => `${departement} ${code}`,
      reload: (id, { tx }) => this.relire(tx, id),
    });
  }

  @Directive('@requiresScopes(scopes: [["indicateurs.saisir"]])')
  @Mutation(() => CloreCohorteResultat, {
    description: "Clôt une cohorte : son suivi est fini, elle se lit encore. Refus : COHORTE_INTROUVABLE, COHORTE_CLOSE.",
  })
  async cloreCohorte(
    @Args(() => Quelle) { cleIdempotence, departement, code }: Quelle,
    @Ctx() ctx: RequestContext,
  ): Promise<Cohorte | Refus> {
    return once<Cohorte>(ctx, {
      schema: "indicateurs",
      mutation: "cloreCohorte",
      cle: cleIdempotence,
      payload: { departement, code },
      apply: async ({ tx, publish }) => {
        const connue = duRessort(ctx, departement) ? await cohorte(tx, departement, code) : null;
        if (!connue) return cohorteIntrouvable(code);
        if (!(await clore(tx, departement, code, ctx.now()))) return cohorteDejaClose(code);
        await publish({ type: "CohorteClose", departement, allocataire: null, donnees: { cohorte: code } });
        return this.relire(tx, `${departement} ${code}`);
      },
      idOf: (close) => `${close.departement} ${close.code}`,
      reload: (id, { tx }) => this.relire(tx, id),
    });
  }

  private async creer(demande: DemandeCohorte, ctx: RequestContext, { tx, publish }: WritingTransaction): Promise<Cohorte | Refus> {
    const { departement, code, temoinDe } = demande;
    if (!duRessort(ctx, departement)) return cohorteIntrouvable(code);
    const refus = refusDemande(demande, ctx.today());
    if (refus) return refus;
    if (temoinDe !== null && !(await cohorte(tx, departement, temoinDe))) return cohorteIntrouvable(temoinDe);
    const fixee = await fixer(tx, demande, auteur(ctx.requireCaller()), ctx.now());
    if (!fixee) return codePris(code);
    const { seuil } = moteurDe(this.dependances);
    const voisine = await presqueLaMeme(tx, departement, code, seuil);
    const refusee = refusGroupe({ effectif: fixee.effectif, presqueLaMeme: voisine }, seuil);
    if (refusee) {
      await defaire(tx, departement, code);
      return refusee;
    }
    await publish({
      type: "CohorteFixee",
      departement,
      allocataire: null,
      donnees: { cohorte: code, fixeeLe: demande.fixeeLe, effectif: fixee.effectif },
    });
    return this.relire(tx, `${departement} ${code}`);
  }

  private async relire(tx: WritingTransaction["tx"], id: string): Promise<Cohorte | Refus> {
    const [departement, code] = id.split(" ") as [string, string];
    const row = await cohorte(tx, departement, code);
    return row ? enCohorte(row, moteurDe(this.dependances).seuil) : cohorteIntrouvable(code);
  }
}

function lire({ departement, code, libelle, fixeeLe, critere, temoinDe }: Omit<Voulue, "cleIdempotence">): DemandeCohorte {
  const { communes, parcours, categories, organismes, action, entreeDu, entreeAu, flux } = critere;
  const lu = {
    communes: communes ?? null,
    parcours: parcours ?? null,
    categories: categories ?? null,
    organismes: organismes ?? null,
    action: action ?? null,
    entreeDu: entreeDu ?? null,
    entreeAu: entreeAu ?? null,
    flux: flux ?? null,
  };
  return { departement, code, libelle, fixeeLe, critere: lu, temoinDe: temoinDe ?? null };
}
