import { motsPleins, normaliser } from "./nom";

/** Groups of letters that French says with one sound, replaced in this order. */
const SONS: readonly (readonly [string, string])[] = [
  ["PH", "F"],
  ["SCH", "J"],
  ["CH", "J"],
  ["SH", "J"],
  ["GN", "N"],
  ["CE", "SE"],
  ["CI", "SI"],
  ["CY", "SI"],
];
/** Letters said alike take the letter below them; vowels, H and W fall. */
const [DE, VERS] = ["BPCKQDTGJLMNRSXZFVAEIOUYHW", "PPKKKTTJJLNNRSSSFF"];
const CLASSE = new Map([...DE].map((lettre, i) => [lettre, VERS[i] ?? ""]));

/** French phonetic code of one word in capitals: the skeleton of its consonants, « - » when nothing is left of it.
 * « PHILIPPE » and « FILIP » → « FLP »; « DUPONT » and « DUPOND » → « TPN ». Blocking only, never a proof. Same as SQL allocataires.phonetique. */
export function phonetiqueDuMot(mot: string): string {
  let texte = mot.replace(/[DTSXZ]+$/, "");
  for (const [son, lettre] of SONS) texte = texte.replaceAll(son, lettre);
  let code = "";
  for (const lettre of texte) {
    const classe = CLASSE.get(lettre) ?? "";
    if (!code.endsWith(classe) || classe === "") code += classe;
  }
  return code || "-";
}

/** Codes of the words of a name, particles aside. */
export const phonetique = (nom: string): string[] => motsPleins(normaliser(nom)).map(phonetiqueDuMot);

/** Blocking key of a name and a first name: their first codes, in alphabetical order, so that one written for the other falls in the same block. */
export function cleDuNom(nom: string, prenom: string): string {
  const [a, b] = [phonetique(nom)[0] ?? "-", phonetique(prenom)[0] ?? "-"];
  return a < b ? `${a}/${b}` : `${b}/${a}`;
}
