import fs from "node:fs";
import { buildSchema, parse } from "graphql";
import type { Caller } from "../../../subgraphs/shared/identity";
import { personalDatumIn, personalPaths } from "../../../subgraphs/shared/personal-answer";
import { trahis } from "./canaris";
import type { Monde } from "./monde";
import { poser, type Question } from "./parcourir";

interface Ligne {
  rang: string;
  nature: string;
  client: string;
  finalite: string | null;
  allocataires: string[];
  champs: string[];
}

const LIGNES =
  "select rang::text, nature, client, finalite, allocataires::text[], champs from journal.consultation where rang > $1 order by rang";
const UUID = /^[0-9a-f]{8}-/;

/** Reads the register after each answer: what it shows of people must be there, in the name of who asked. */
export class LecteurDuRegistre {
  montrent = 0;
  /** Fields of a personal class whose values were given, and looked for. */
  donnees = 0;
  private readonly chemins = personalPaths(buildSchema(fs.readFileSync("schema/api.graphql", "utf8"), { assumeValid: true }));

  private constructor(
    private readonly m: Monde,
    private readonly canonique: ReadonlyMap<string, string>,
    private depuis: string,
  ) {}

  static async ouvrir(m: Monde): Promise<LecteurDuRegistre> {
    const { rows } = await m.base.owner.query<{ id: string; canonique: string }>(
      "select id, coalesce(canonique, id) as canonique from allocataires.allocataire",
    );
    const { rows: fin } = await m.base.owner.query<{ rang: string }>(
      "select coalesce(max(rang), 0)::text as rang from journal.consultation",
    );
    return new LecteurDuRegistre(m, new Map(rows.map((row) => [row.id, row.canonique])), fin[0]!.rang);
  }

  /** What the answer to a question of the gateway shows and the register does not say. */
  async manques(question: Question, nom: string, appelant: Caller, natures: readonly string[]): Promise<string[]> {
    const { data, texte } = await poser(this.m, question, nom, appelant);
    const lignes = (await this.m.base.owner.query<Ligne>(LIGNES, [this.depuis])).rows;
    this.depuis = lignes.at(-1)?.rang ?? this.depuis;
    const siennes = lignes.filter((l) => natures.includes(l.nature) && l.client === appelant.client && l.finalite === appelant.finalite);
    const nommees = new Set(siennes.flatMap((l) => l.allocataires.map((id) => this.canonique.get(id))));
    const champs = new Set(siennes.flatMap((l) => l.champs));
    const montres = [...trahis(texte, this.m.marques, question.texte + JSON.stringify(question.variables))].filter(
      ([jeton]) => !UUID.test(jeton) || this.canonique.has(jeton),
    );
    if (montres.length > 0) this.montrent++;
    const personnes = montres.filter(([, deQui]) => ![...deQui].some((une) => nommees.has(this.canonique.get(une))));
    const donnees = this.chemins(parse(question.texte)).filter((chemin) => personalDatumIn(data, [chemin]) !== null);
    this.donnees += donnees.length;
    return [
      ...(personnes.length > 0 ? [`personne montrée sans ligne (${personnes[0]![0]})`] : []),
      ...new Set(donnees.filter(({ coordinate }) => !champs.has(coordinate)).map(({ coordinate }) => `${coordinate} absent des champs`)),
    ];
  }
}
