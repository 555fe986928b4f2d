"""How pages in other languages call the states of an incident, and in which languages they come.

Source: the labels that hosted status pages print (the public language files of Instatus, October
2026, and what Statuspage's pages show). The same word may stand for several states; which one is
meant is told by the kind of the entry.
"""

from __future__ import annotations

from collections import defaultdict

from statuspage.domain.vocabulary.states import Status

LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hu", "id", "it", "ja", "ko"),
    *("lt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sv", "tr", "uk", "zh"),
)
"""Whose names of months are understood (Unicode CLDR, through Babel)."""

UPDATE = "update"
"""Stands for a label that says no more than that there is news: the state before stays."""

_WORDS = {
    Status.INVESTIGATING: (
        "Investigating, Analyse, Untersuchung, Wird untersucht, In Untersuchung, "
        "Untersuchung läuft, Enquête en cours, En cours d'investigation, "
        "En cours d'analyse, Détecté, Investigation, Investigando, En investigación, "
        "Investigación, Em investigação, Verifiche, In corso di verifica, "
        "Indagine in corso, Onderzoeken, In onderzoek, 調査中, 조사 중, 조사중, "
        "调查中, 正在调查, 調查中, Analiza, Badanie, Vyšetřuje se, Vyšetřování, "
        "Undersøger, Undersöker, Undersøker, Tutkitaan, Araştırılıyor, İnceleniyor, "
        "Изучается, Расследование, Вивчається, Ellenőrzés alatt, Vizsgálat alatt, "
        "În curs de investigare, Menyelidiki, Υπό διερεύνηση"
    ),
    Status.IDENTIFIED: (
        "Identified, Identifizierung, Identifiziert, Ursache gefunden, Identifié, "
        "Identifiée, Identificado, Identificada, Individuato, Identificato, "
        "Geïdentificeerd, 原因判明済み, 特定済み, 特定, 原因特定, 확인됨, 식별됨, "
        "已确认问题, 已确定, 已确认, 已確認問題, 已確認, Zidentyfikowany, "
        "Zidentyfikowano, Identifikováno, Identificeret, Identifierat, Identifierad, "
        "Identifisert, Tunnistettu, Tespit Edildi, Определено, Обнаружено, Визначено, "
        "Feltárt, Azonosítva, Identificat, Teridentifikasi, Αναγνωρίστηκε"
    ),
    Status.MONITORING: (
        "Monitoring, Überprüfung, Überwachung, Wird überwacht, Beobachtung, "
        "Unter Beobachtung, Surveillé, Surveillance, En surveillance, Supervisando, "
        "Monitoreando, Monitorizando, En observación, Monitorização, Monitoramento, "
        "Monitorando, Monitoraggio, 監視中, モニタリング中, モニタリング, 経過観察中, "
        "모니터링 중, 모니터링중, 持续监控中, 监控中, 正在监控, 監控中, Monitorowanie, "
        "Monitorujeme, Monitorování, Overvåger, Monitorerar, Övervakar, Overvåker, "
        "Seurataan, Takip Ediliyor, İzleniyor, Мониторинг, Моніторинг, "
        "Megfigyelés alatt, În curs de monitorizare, Pemantauan, Παρακολούθηση"
    ),
    Status.RESOLVED: (
        "Resolved, Gelöst, Behoben, Résolu, Résolue, Resuelto, Resuelta, Resolvido, "
        "Resolvida, Risolto, Opgelost, 解決済み, 解決, 復旧済み, 해결됨, 해결, 已解决, "
        "已解決, Rozwiązany, Rozwiązano, Rozwiązane, Vyřešeno, Vyriešené, Løst, Löst, "
        "Åtgärdat, Ratkaistu, Çözüldü, Решено, Решена, Устранено, Вирішено, Megoldott, "
        "Megoldva, Rezolvat, Terselesaikan, Επιλύθηκε"
    ),
    Status.POSTMORTEM: (
        "Postmortem, Post-mortem, Post mortem, Nachbetrachtung, Nachbereitung, "
        "Análisis retrospectivo, 事後分析, ポストモーテム, 사후 분석, 事后分析, "
        "事後檢討"
    ),
    Status.SCHEDULED: (
        "Scheduled, Planned, Not started yet, Geplant, Programmé, Planifié, Planifiée, "
        "Pas encore commencé, Programado, Programada, Planificado, Agendada, Agendado, "
        "Ainda não começou, Ainda não iniciou, Pianificato, Programmata, Programmato, "
        "Gepland, Nog niet begonnen, 予定, 計画済み, 예정됨, 예정, 已计划, 已安排, "
        "已計劃, 已預定, Planowane, Planowy, Zaplanowane, Naplánováno, Planlagt, "
        "Planerat, Planerad, Schemalagd, Ikke startet ennå, Suunniteltu, Ajoitettu, "
        "Planlandı, Zamanlanmış, Запланированное, Запланировано, Еще не началось, "
        "Заплановане, Заплановано, Tervezett, Ütemezett, Plănuit, Programat, "
        "Direncanakan, Terjadwal, Προγραμματισμένο"
    ),
    Status.IN_PROGRESS: (
        "In progress, In Bearbeitung, In Arbeit, Wird durchgeführt, En cours, "
        "En progreso, En curso, Em curso, Em andamento, In corso, Bezig, "
        "In uitvoering, 進行中, 実施中, 진행 중, 진행중, 进行中, W trakcie, Probíhá, "
        "Igangværende, Pågår, Meneillään, Käynnissä, Devam ediyor, В ходе выполнения, "
        "Выполняется, Під час виконання, Виконується, Folyamatban, În curs, "
        "Sedang berlangsung, Σε εξέλιξη"
    ),
    Status.VERIFYING: (
        "Verifying, Überprüfung, Wird überprüft, Vérification, Vérification en cours, "
        "Verificando, Em verificação, Verifica, In verifica, Verifiëren, Controleren, "
        "確認中, 検証中, 확인 중, 검증 중, 确认中, 验证中, 驗證中, Weryfikowanie, "
        "Weryfikacja, Ověřuje se, Bekræfter, Verifierar, Bekrefter, Vahvistetaan, "
        "Doğrulanıyor, Проверка, Перевірка, Véglegesítés alatt, În curs de verificare, "
        "Memverifikasi, Επαλήθευση"
    ),
    Status.COMPLETED: (
        "Completed, Abgeschlossen, Terminé, Terminée, Completado, Completada, "
        "Finalizado, Concluído, Concluída, Completato, Completata, Voltooid, Afgerond, "
        "完了, 完了済み, 완료됨, 완료, 已完成, Zakończono, Zakończone, Dokončeno, "
        "Gennemført, Afsluttet, Slutfört, Fullført, Valmistunut, Valmis, Tamamlandı, "
        "Завершено, Befejezett, Befejezve, Finalizat, Selesai, Ολοκληρώθηκε"
    ),
    Status.CANCELLED: (
        "Cancelled, Canceled, Abgesagt, Abgebrochen, Storniert, Annulé, Annulée, "
        "Cancelado, Cancelada, Annullato, Geannuleerd, キャンセル, 中止, 취소됨, "
        "已取消, Anulowano, Zrušeno, Aflyst, Inställt, Avlyst, Peruutettu, "
        "İptal edildi, Отменено, Скасовано"
    ),
    Status.FALSE_ALARM: (
        "False alarm, Fehlalarm, Fausse alerte, Falsa alarma, Falso alarme, "
        "Falso allarme, Vals alarm"
    ),
}
_UPDATES = (
    "Update, Aktualisierung, Aktualisiert, Mise à jour, Actualización, Actualizado, "
    "Atualização, Atualizado, Aggiornamento, Bijgewerkt, 更新, アップデート, 업데이트, "
    "Aktualizacja, Aktualizace, Opdatering, Uppdatering, Oppdatering, Päivitys, "
    "Güncelleme, Обновление, Оновлення, Frissítés, Actualizare, Pembaruan, Ενημέρωση"
)


def _key(label: str) -> str:
    return label.strip().casefold()


def _table() -> dict[str, frozenset[Status]]:
    found: dict[str, set[Status]] = defaultdict(set)
    for status, words in _WORDS.items():
        for word in words.split(", "):
            found[_key(word)].add(status)
    return {label: frozenset(statuses) for label, statuses in found.items()}


_TABLE = _table()
_KEEPING = frozenset(_key(word) for word in _UPDATES.split(", "))


def statuses(label: str) -> frozenset[Status]:
    """What a label may stand for, in any of the languages; empty where none has it."""
    return _TABLE.get(_key(label), frozenset())


def keeps_status(label: str) -> bool:
    """Whether a label says no more than that there is news."""
    return _key(label) in _KEEPING
