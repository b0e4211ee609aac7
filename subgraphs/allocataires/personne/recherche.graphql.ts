import { Field, InputType } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { DateScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { TypeIdentifiant } from "../enums.graphql";
import type { TypeIdentifiant as NomTypeIdentifiant } from "../vocabulaire";
import { formesDuMatricule } from "./allocataire";
import { porteursDeLIdentifiant } from "./identifiant.repository";

@InputType("IdentifiantInput", { description: "Numéro par lequel chercher une personne." })
export class IdentifiantInput {
  @Field(() => TypeIdentifiant, { description: "Nature du numéro." })
  type: NomTypeIdentifiant;
  @Field(() => String, { description: "Valeur." })
  valeur: string;
  @Field(() => DateScalar, { nullable: true, description: "Date de naissance, obligatoire avec un NIR ou un matricule MSA." })
  dateNaissance?: string | null;
}

const NIR = /^[0-9]{5}[0-9AB]{2}[0-9]{6}([0-9]{2})?$/i;

/** Looking a person up by one of her numbers. What is not found and what is not allowed read alike: null. */
export class RechercheParIdentifiant {
  constructor(protected readonly dependances: SubgraphDependencies) {}

  /** Id of the one person who carries the number, or null. Errors: FORBIDDEN, IDENTIFIANT_INCOMPLET. */
  protected async parIdentifiant(identifiant: IdentifiantInput, ctx: RequestContext): Promise<string | null> {
    const cherche = this.lire(identifiant, ctx);
    const sensible = identifiant.type === "NIR" || identifiant.type === "MATRICULE_MSA";
    if (cherche === null) {
      ctx.personnes.recherche(null, sensible);
      return null;
    }
    const [porteur, autre] = await porteursDeLIdentifiant(await ctx.read(), cherche);
    if (autre) ctx.personnes.recherche(null, sensible);
    if (autre) throw incomplet("Plusieurs personnes portent ce numéro : donnez aussi la date de naissance.");
    ctx.personnes.recherche(porteur ?? null, sensible);
    if (!porteur) ctx.personnes.introuvable(cherche);
    return porteur ?? null;
  }

  protected lire({ type, valeur, dateNaissance }: IdentifiantInput, ctx: RequestContext) {
    const texte = valeur.replace(/\s/g, "");
    const commun = { type, dateNaissance: dateNaissance ?? null };
    if (type === "NIR" || type === "MATRICULE_MSA") {
      if (!ctx.hasScope("identite.rechercher")) {
        throw new CodedError("FORBIDDEN", "Chercher par NIR ou par matricule MSA demande le droit « identite.rechercher ».", {
          scopes: [["identite.rechercher"]],
        });
      }
      if (!dateNaissance) throw incomplet("Chercher par NIR ou par matricule MSA demande aussi la date de naissance.");
      return NIR.test(texte) ? { ...commun, valeurs: [], empreintes: this.dependances.nirCipher.hashes(texte) } : null;
    }
    if (!/^[\w.-]{1,64}$/.test(texte)) return null;
    return { ...commun, valeurs: type === "MATRICULE_CAF" ? formesDuMatricule(texte) : [texte.toUpperCase()], empreintes: [] };
  }
}

const incomplet = (message: string) => new CodedError("IDENTIFIANT_INCOMPLET", message);
