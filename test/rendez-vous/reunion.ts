import type { Caller } from "../../subgraphs/shared/identity";
import { CALLERS } from "../setup/subgraph";
import { appeler, now } from "./appels";

export { now };

const PROGRAMMER = `mutation ($organisme: ID!, $debut: Horodatage!, $lieu: String!, $codeInsee: String!, $capacite: Int!) {
  r: programmerReunion(organisme: $organisme, famille: ORIENTATION, debut: $debut, dureeMinutes: 120, lieu: $lieu, codeInsee: $codeInsee, capacite: $capacite) {
    ... on Reunion { __typename id capacite placesRestantes codeInsee lieu } ... on Refus { __typename code message } } }`;
const REUNIONS = `query ($codeInsee: String) { r: reunions(departement: "94", du: "2026-03-10", au: "2026-05-10", codeInsee: $codeInsee) { id lieu codeInsee debut placesRestantes } }`;
export const INSCRIRE = `mutation ($reunion: ID!, $allocataire: ID!, $canal: CanalConvocation) {
  r: inscrireAReunion(reunion: $reunion, allocataire: $allocataire, canal: $canal) {
    ... on RendezVous { __typename id collectif participations { statut convocation { rang canal presumeeRecueLe } } } ... on Refus { __typename code } } }`;

export const base = { organisme: "94-CD94", debut: "2026-03-26T09:00:00Z", lieu: "EDS Créteil", codeInsee: "94028", capacite: 10 };
export const programmer = (plus: object = {}, caller: Caller = CALLERS.departement) =>
  appeler(caller, PROGRAMMER, { ...base, ...plus }, now);
export const reunions = (plus: object = {}, caller: Caller = CALLERS.departement) => appeler(caller, REUNIONS, plus, now);
export const inscrire = (reunion: string, allocataire: string, plus: object = {}, caller: Caller = CALLERS.departement) =>
  appeler(caller, INSCRIRE, { reunion, allocataire, ...plus }, now);
