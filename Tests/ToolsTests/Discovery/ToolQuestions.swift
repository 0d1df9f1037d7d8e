/// What a marketer types to find a tool, and the tools that are right first, a line each.
struct ToolQuestion: Sendable {
  let text: String
  let tools: [String]

  /// Questions that once led elsewhere.
  static let reported = reading(
    """
    delete rotator | delete_rotator
    stop a link | set_datapoint_status
    bot share by source | traffic_quality
    top advertisers | get_clicks
    links with no clicks | idle_links
    unpause url | update_rotator_url
    which rotator URL underperforms | rotator_verdict
    has the domain authority grown this year | get_score_history
    who bought something yesterday | list_sales
    """)

  /// At least one for every tool; the words that tools are found by were chosen with these in view.
  static let considered = reading(
    """
    clicks by advertiser | get_clicks
    affiliate clicks last week | get_clicks
    best merchants | get_clicks
    which endpoints does Hi Energy have | get_api_schema
    list all clients | list_clients
    show one client's contact person | get_client
    onboard a new client | create_client
    change a client's plan | update_client
    offboard a customer | delete_client
    current AI visibility | get_scores
    how good is our ranking in ChatGPT | get_scores
    traffic growth over the year | get_score_history
    score trend | get_score_history
    past monthly reports | list_client_reports
    latest monthly report | get_latest_report
    build a new monthly report | generate_report
    running crawls | list_crawls
    rescan the site | trigger_crawl
    audit a prospect's website | request_audit
    what did the audit find | get_audit_results
    who links to my client | list_backlinks
    directory mentions of a business | list_citations
    drafts waiting for approval | list_content
    write an article | generate_content
    seo recommendations | list_suggestions
    tell me when a report is ready | create_webhook
    which projects are there | list_projects
    profit of a campaign | get_project_stats
    ROAS by project | get_project_stats
    create project | create_project
    currency of a project | get_project_settings
    which utm campaigns are in use | get_project_utms
    change attribution window | update_project
    urls from the url builder | list_built_urls
    opt-ins today | list_actions
    engagements of a project | list_engagements
    orders of last week | list_sales
    show my rotators | list_rotators
    make an A/B test | create_rotator
    rotator settings | get_rotator_settings
    edit rotator | update_rotator
    landing pages in a rotator | list_rotator_urls
    add url to rotator | create_rotator_url
    click cap of a rotator url | get_rotator_url_settings
    archive a rotator url | update_rotator_url
    delete rotator url | delete_rotator_url
    rotator folders | list_rotator_groups
    new rotator group | create_rotator_group
    delete rotator group | delete_rotator_group
    all smart links | list_smart_links
    shorten a url | create_smart_link,create_datapoint
    where does this smart link lead | get_smart_link_settings
    link groups | list_link_groups
    create subgroup | create_link_subgroup
    delete a link folder | delete_link_group
    smart link performance | get_smart_link_stats
    rotator conversion rate | get_rotator_stats
    our custom domains | list_custom_domains
    remove custom domain | delete_custom_domain
    default bot filter for all links | update_account_settings
    is the whatsapp phone connected | get_device_status
    text somebody | send_message
    send a picture | send_file,send_message
    is klik up | check_klik_health
    list tracking links | list_datapoints
    how many links are there | count_datapoints
    details of one tracking link | get_datapoint
    create a pixel | create_datapoint
    edit a tracking link | update_datapoint
    disable a link | set_datapoint_status
    delete a tracking link | delete_datapoint
    bulk create links | create_datapoints_batch
    delete several links | delete_datapoints_batch
    comment on a link | set_datapoint_notes
    mark a link as favourite | toggle_datapoint_favourite
    campaign groups in ClickMeter | list_groups
    create group | create_group
    delete a campaign | delete_group
    links in a group | list_group_datapoints
    rename tag | rename_tag
    untag a link | patch_tag_datapoint
    delete tag | delete_tag
    which links have this tag | list_tag_datapoints
    list conversions | list_conversions
    how many conversions are set up | count_conversions
    code snippet of a conversion | get_conversion
    remove a goal | delete_conversion
    which links measure this goal | list_conversion_datapoints
    clicks of one link | get_datapoint_stats
    weekly clicks of a link | list_datapoint_stats
    which countries clicked this link | get_datapoint_report
    campaign performance | get_group_stats,get_groups_stats
    rank links by clicks | get_datapoints_summary
    top links | get_datapoints_summary
    best campaigns | get_groups_summary
    overall traffic this month | get_aggregated_stats
    traffic chart per day | list_aggregated_stats
    top referrers | get_top_report
    revenue per conversion | get_conversions_summary,get_conversion_stats
    raw clicks of a link | list_datapoint_hits
    latest clicks live | get_clickstream
    click log with ip addresses | list_hits
    remarketing scripts | list_retargeting_scripts
    delete a retargeting script | delete_retargeting_script
    tracking domains | list_domains
    delete a domain | delete_domain
    account owner | get_account
    change our time zone | update_account,update_account_settings
    how many clicks are left in the plan | get_account_plan,get_my_plan
    allow a redirect target domain | add_whitelisted_domain
    guest users | list_guests
    add a guest | create_guest
    remove a guest | delete_guest
    what may this guest see | list_guest_permissions
    excluded ip addresses | list_blacklisted_ips
    exclude our office ip | add_blacklisted_ip
    why are the numbers different between ClickMagick and Hi Energy | reconcile
    compare this month with last month | compare_periods
    what changed since last week | compare_periods
    anything unusual yesterday | find_anomalies
    how many clicks are from bots | traffic_quality
    spiders by browser | traffic_quality
    unused links | idle_links
    which variant wins | rotator_verdict
    what did you send today | list_effects
    average clicks per day by advertiser | query_rows,get_clicks
    clicks of 400 days | query_rows,get_clicks
    clicks per advertiser last month | get_clicks
    advertisers by clicks | get_clicks
    which merchant got the most clicks | get_clicks,query_rows
    hi energy openapi spec | get_api_schema
    api documentation of hi energy | get_api_schema
    our agency's clients | list_clients
    inactive clients | list_clients
    phone number of a client | get_client
    what plan does this client have | get_client
    add a client | create_client
    new customer account | create_client
    update client email | update_client
    deactivate a client | update_client
    remove client | delete_client
    client cancelled, delete their account | delete_client
    seo scores | get_scores
    domain authority of a client | get_scores
    AISO score today | get_scores
    how did the scores develop | get_score_history
    score history for 12 months | get_score_history
    is the SEO getting better | get_score_history
    list reports of a client | list_client_reports
    older reports | list_client_reports
    newest report with recommendations | get_latest_report
    month over month changes of a client | get_latest_report,compare_periods
    generate report | generate_report
    create a fresh report for the client | generate_report
    failed crawls | list_crawls
    crawl history | list_crawls
    crawl a website | trigger_crawl
    run a technical crawl | trigger_crawl
    free AISO audit | request_audit
    check a prospect's site | request_audit
    audit results | get_audit_results
    is the audit done | get_audit_results
    backlinks of a client | list_backlinks
    referring domains | list_backlinks
    local citations | list_citations
    yelp listings | list_citations
    blog posts written for the client | list_content
    published press releases | list_content
    write a press release | generate_content
    generate a blog post about surfing | generate_content
    what should we improve on the site | list_suggestions
    pending suggestions | list_suggestions
    webhook for finished reports | create_webhook
    register webhook | create_webhook
    all projects | list_projects
    find project by name | list_projects
    project stats | get_project_stats
    conversion rate of a project | get_project_stats
    return on ad spend | get_project_stats
    how much profit did we make | get_project_stats
    new project | create_project
    start tracking a new shop | create_project
    project configuration | get_project_settings
    attribution window of the project | get_project_settings
    utm values | get_project_utms
    which utm sources brought traffic to the project | get_project_utms
    update project settings | update_project
    change project currency | update_project
    remove a project | delete_project
    built urls | list_built_urls
    campaign urls with utm tags | list_built_urls
    list actions | list_actions
    sign-ups yesterday | list_actions
    list engagements | list_engagements
    micro conversions | list_engagements
    list sales | list_sales
    purchases today | list_sales
    who ordered last week | list_sales
    rotators | list_rotators
    split tests we have | list_rotators
    create rotator | create_rotator
    new split test with three landing pages | create_rotator
    distribute traffic over several urls | create_rotator
    delete the split test | delete_rotator
    settings of a rotator | get_rotator_settings
    which countries does the rotator accept | get_rotator_settings
    change rotator mode | update_rotator
    rename a rotator | update_rotator
    urls of a rotator | list_rotator_urls
    variants of the split test | list_rotator_urls,rotator_verdict
    add a variant to a rotator | create_rotator_url
    new landing page for the rotator | create_rotator_url
    rotator url settings | get_rotator_url_settings
    weight of a rotator url | get_rotator_url_settings,update_rotator_url
    change rotator url weight | update_rotator_url
    stop sending clicks to a rotator url | update_rotator_url
    resume a rotator url | update_rotator_url
    remove a url from the rotator | delete_rotator_url
    delete a landing page of the rotator | delete_rotator_url
    list rotator groups | list_rotator_groups
    create a folder for rotators | create_rotator_group
    rename a rotator folder | rename_rotator_group
    remove a rotator group | delete_rotator_group
    list smart links | list_smart_links
    clickmagick links | list_smart_links
    create smart link | create_smart_link
    make a short link | create_smart_link,create_datapoint
    change where a smart link goes | update_smart_link
    edit smart link | update_smart_link
    smart link settings | get_smart_link_settings
    settings of a clickmagick link | get_smart_link_settings
    folders of smart links | list_link_groups
    list link groups | list_link_groups
    new link group | create_link_group
    create a subfolder for links | create_link_subgroup
    rename link group | rename_link_group
    rename a subgroup | rename_link_group
    remove link group | delete_link_group
    delete a subgroup | delete_link_group
    smart link stats | get_smart_link_stats
    clicks of a smart link | get_smart_link_stats
    how many sales did this smart link bring | get_smart_link_stats
    rotator stats | get_rotator_stats
    clicks of a rotator | get_rotator_stats
    rotator url stats | get_rotator_url_stats
    compare the urls of a rotator | rotator_verdict,get_rotator_url_stats
    list custom domains | list_custom_domains
    branded domains in clickmagick | list_custom_domains
    connect my own domain to clickmagick | create_custom_domain
    create custom domain | create_custom_domain
    delete custom domain | delete_custom_domain
    account settings | get_account_settings
    clickmagick account defaults | get_account_settings
    update account settings | update_account_settings
    block countries for the whole account | update_account_settings
    turn on click fraud filter | update_account_settings
    is our whatsapp connected | get_device_status
    device status | get_device_status
    send message | send_message
    message a customer | send_message
    notify a client by sms | send_message
    send file | send_file
    whatsapp the report pdf to a client | send_file
    klik health | check_klik_health
    klik outage | check_klik_health
    list datapoints | list_datapoints
    tracking links and pixels | list_datapoints
    paused links | list_datapoints
    count datapoints | count_datapoints
    number of tracking links | count_datapoints
    show a tracking link | get_datapoint
    settings of a tracking link | get_datapoint
    create tracking link | create_datapoint,create_smart_link
    create tracking pixel | create_datapoint
    change destination of a tracking link | update_datapoint
    update datapoint | update_datapoint
    pause a link | set_datapoint_status
    unpause link | set_datapoint_status
    activate a tracking link | set_datapoint_status
    turn off a link | set_datapoint_status
    delete link | delete_datapoint
    remove a pixel | delete_datapoint
    import links in bulk | create_datapoints_batch
    change many links at once | update_datapoints_batch
    bulk edit links | update_datapoints_batch
    bulk delete links | delete_datapoints_batch
    add notes to a link | set_datapoint_notes
    favourite a link | toggle_datapoint_favourite
    unstar a link | toggle_datapoint_favourite
    list groups | list_groups
    clickmeter campaigns | list_groups
    how many groups | count_groups
    details of a group | get_group
    create a campaign group | create_group,create_link_group
    new campaign in clickmeter | create_group
    rename a group | rename_link_group,rename_rotator_group,update_group
    edit a campaign | update_group
    delete group | delete_group
    notes on a campaign | get_group,set_group_notes
    mark a group as favourite | toggle_group_favourite
    links of a campaign | list_group_datapoints
    how many links are in this group | count_group_datapoints
    create a link in a group | create_group_datapoint
    add a pixel to a campaign | create_group_datapoint
    list tags | list_tags
    how many tags | count_tags
    what has this tag | get_tag
    create tag | create_tag
    new label | create_tag
    rename a label | rename_tag
    remove a tag | delete_tag
    links with a tag | list_tag_datapoints
    how many links have this tag | count_tag_datapoints
    add a tag to a link | patch_tag_datapoint
    label a link | patch_tag_datapoint
    take a tag off all links | remove_tag_from_datapoints
    groups with a tag | list_tag_groups
    how many groups have this tag | count_tag_groups
    tag a group | patch_tag_group
    remove a tag from all groups | remove_tag_from_groups
    conversion goals | list_conversions
    create conversion | create_conversion
    new goal | create_conversion
    how many goals | count_conversions
    conversion code | get_conversion
    change the value of a conversion | update_conversion
    delete conversion | delete_conversion
    comment on a conversion | set_conversion_notes
    links tied to a conversion | list_conversion_datapoints
    how many links are tied to a conversion | count_conversion_datapoints
    attach a goal to a link | patch_conversion_datapoint
    attach a goal to many links | patch_conversion_datapoints_batch
    stats of a link | get_datapoint_stats
    how many clicks did this link get | get_datapoint_stats
    unique visitors of a link | get_datapoint_stats
    link clicks per week | list_datapoint_stats
    click trend of a link | list_datapoint_stats
    total clicks of all links | get_datapoints_stats,get_aggregated_stats
    all links together per day | list_datapoints_stats
    who clicked a link by country | get_datapoint_report
    devices used on a link | get_datapoint_report
    clicks of a group | get_group_stats
    group clicks per day | list_group_stats
    campaign trend | list_group_stats
    best links in a campaign | get_group_summary
    rank the links of a group | get_group_summary
    stats of all groups together | get_groups_stats
    all campaigns per month | list_groups_stats
    countries of a campaign | get_group_report
    audience of a group | get_group_report
    account totals | get_aggregated_stats
    total traffic this year | get_aggregated_stats
    traffic per month | list_aggregated_stats
    daily traffic | list_aggregated_stats
    rank conversions | get_conversions_summary
    which goal brings the most revenue | get_conversions_summary
    top tracking links | get_datapoints_summary
    links with the most conversions | get_datapoints_summary
    rank groups by clicks | get_groups_summary
    top campaigns | get_groups_summary
    all conversions per month | list_conversions_aggregated_stats
    value of one conversion | get_conversion_stats
    how often did the goal happen | get_conversion_stats
    conversions per day | list_conversion_stats,list_conversions_aggregated_stats
    which sources bring conversions | get_conversion_report
    top countries | get_top_report
    where do visitors come from | get_top_report
    most used browsers | get_top_report
    top keywords | get_top_report
    hits of a link | list_datapoint_hits
    click log of a link | list_datapoint_hits
    raw hits of a campaign | list_group_hits
    all raw hits | list_hits
    individual clicks with ip | list_hits
    hits that converted | list_conversion_hits
    customer journey of buyers | list_conversion_hits
    real-time clicks | get_clickstream
    who is clicking right now | get_clickstream
    retargeting scripts | list_retargeting_scripts
    how many retargeting scripts | count_retargeting_scripts
    show the retargeting code | get_retargeting_script
    add a retargeting pixel | create_retargeting_script
    change a retargeting script | update_retargeting_script
    remove remarketing script | delete_retargeting_script
    links that load a retargeting script | list_retargeting_datapoints
    how many links use this retargeting script | count_retargeting_datapoints
    clickmeter domains | list_domains
    connect a domain | create_domain,create_custom_domain
    how many domains | count_domains
    one domain's homepage | get_domain
    change a domain's 404 page | update_domain
    remove a tracking domain | delete_domain
    my clickmeter account | get_account
    change company name in the account | update_account
    clickmeter quota used | get_account_plan,get_my_plan
    who am i | get_me
    my plan | get_account_plan,get_my_plan
    whitelisted domains | list_whitelisted_domains
    whitelist a domain | add_whitelisted_domain
    take a domain off the whitelist | delete_whitelisted_domain
    list guests | list_guests
    who has guest access | list_guest_permissions,list_guests
    invite a guest | create_guest
    how many guests | count_guests
    guest details | get_guest
    change guest password | update_guest
    revoke a guest | patch_guest_permission,delete_guest
    guest permissions | list_guest_permissions
    how many things can the guest see | count_guest_permissions
    share a link with a guest | patch_guest_permission
    take away a guest's right | patch_guest_permission
    blacklisted ips | list_blacklisted_ips
    don't count my own clicks | add_blacklisted_ip
    remove ip from the blacklist | delete_blacklisted_ip
    group clicks by month | list_group_stats,query_rows
    export clicks to csv | query_rows
    filter and sort all rows | query_rows
    week over week change | compare_periods
    clicks up or down against last month | compare_periods
    which advertisers lost clicks | compare_periods
    which landing page converts best | rotator_verdict
    is the difference between the urls significant | rotator_verdict
    unusual days | find_anomalies
    why did clicks drop | find_anomalies,compare_periods
    bot traffic | traffic_quality
    percentage of bots by country | traffic_quality
    is our traffic real | traffic_quality
    links nobody clicks | idle_links
    stale links | idle_links
    clicks don't match | reconcile
    clickmagick vs hi energy clicks | reconcile
    what was sent to this number | list_effects
    history of changes made | list_effects
    remove a rotator | delete_rotator
    rename rotator group | rename_rotator_group
    how many guests do we have | count_guests
    clicks by country | get_top_report,query_rows
    which browsers do visitors use | get_top_report
    daily clicks of one link | list_datapoint_stats
    resume a paused link | set_datapoint_status
    pause url in rotator | update_rotator_url
    what did we earn last month in the project | get_project_stats
    worst performing links | get_datapoints_summary
    conversion rate of a smart link | get_smart_link_stats
    how is the split test going | rotator_verdict,get_rotator_url_stats
    spike in clicks yesterday | find_anomalies
    fake clicks | traffic_quality
    delete a client account | delete_client
    who are our customers | list_clients
    seo score of a client | get_scores
    start a crawl | trigger_crawl
    is the crawl finished | list_crawls
    get the PDF of the last report | get_latest_report
    order a free audit | request_audit
    press release for a client | generate_content
    business directory listings | list_citations
    subscribe to events | create_webhook
    send a whatsapp message | send_message
    send an invoice pdf by whatsapp | send_file
    is klik down | check_klik_health
    did we already message this customer | list_effects
    export all hits as csv | query_rows
    sum of clicks by month | query_rows
    clicks this week vs last week | compare_periods
    trackers show different numbers | reconcile
    dead links | idle_links
    tag a link | patch_tag_datapoint
    remove a label from all links | remove_tag_from_datapoints
    all tags | list_tags
    block an ip address | add_blacklisted_ip
    unblock an ip | delete_blacklisted_ip
    give a client access to a link | patch_guest_permission
    what plan are we on | get_my_plan,get_account_plan
    add a custom domain | create_custom_domain,create_domain
    change the backup url of a rotator | update_rotator
    create many tracking links at once | create_datapoints_batch
    change the destination of a smart link | update_smart_link
    new tracking link | create_datapoint,create_smart_link
    write a note on a link | set_datapoint_notes
    star a group | toggle_group_favourite
    list sales of yesterday | list_sales
    leads from facebook | list_actions
    set up a conversion goal | create_conversion
    where do conversions come from | get_conversion_report
    total clicks of the whole account | get_aggregated_stats
    account clicks per day | list_aggregated_stats
    live visitors right now | get_clickstream
    facebook pixel script | create_retargeting_script
    utm sources used in a project | get_project_utms
    delete project | delete_project
    time zone of a project | get_project_settings
    group links into folders | create_link_group
    clicks per group | get_groups_summary
    show clicks for march | get_clicks
    sum clicks per advertiser | query_rows,get_clicks
    publishers' clicks by network | get_clicks
    which client has the lowest SEO score | get_scores,list_clients
    cancel a customer | delete_client
    edit a client's website | update_client
    visibility in AI answers | get_scores
    how much did organic traffic grow | get_score_history,compare_periods
    download last month's report as PDF | get_latest_report
    make a new report | generate_report
    did the crawl fail | list_crawls
    start crawling the shop | trigger_crawl
    inbound links | list_backlinks
    social posts written by AI | list_content
    approve suggestions | list_suggestions
    ping my server on events | create_webhook
    roi of our funnel | get_project_stats
    revenue of project 29583 | get_project_stats
    erase a project | delete_project
    customers who purchased | list_sales
    newsletter signups log | list_actions
    what is the split test called | list_rotators
    build a rotator with 4 urls | create_rotator
    rotator's backup url | get_rotator_settings
    block spiders on a rotator | update_rotator
    which urls does the rotator use | list_rotator_urls
    swap a landing page in a rotator | update_rotator_url
    kick a url out of the rotator | delete_rotator_url
    is version B better than A | rotator_verdict
    cloaked link for an offer | create_smart_link
    redirect a smart link elsewhere | update_smart_link
    smart link revenue | get_smart_link_stats
    disconnect a custom domain | delete_custom_domain
    account currency | get_account_settings
    reply to a customer on whatsapp | send_message
    send brochure | send_file
    can we send messages right now | get_device_status
    find a tracking link by name | list_datapoints
    freeze a tracking link | set_datapoint_status
    reactivate pixel | set_datapoint_status
    get rid of old links | delete_datapoint,delete_datapoints_batch,idle_links
    leave a remark on a group | set_group_notes
    untag a group | patch_tag_group
    conversions of a link | get_datapoint_stats
    clicks of a link by day | list_datapoint_stats
    countries for one link | get_datapoint_report
    strongest groups | get_groups_summary
    mobile vs desktop visitors | get_top_report
    single hits of one link | list_datapoint_hits
    who converted | list_conversion_hits
    paste a remarketing snippet | create_retargeting_script
    default domain of our links | list_domains,get_domain,list_custom_domains
    remaining clicks this month | get_account_plan,get_my_plan
    let a customer see their campaign | patch_guest_permission
    remove an ip from the block list | delete_blacklisted_ip
    sort hits by country and export | query_rows
    clicks today compared to yesterday | compare_periods
    sudden drop | find_anomalies
    crawlers' share of clicks | traffic_quality
    unclicked links | idle_links
    archive url of a rotator | update_rotator_url
    kill a rotator | delete_rotator
    drop tag | delete_tag
    turn a link back on | set_datapoint_status
    which advertiser sends the most traffic | get_clicks,query_rows
    slowest advertisers | get_clicks,query_rows
    human vs bot traffic | traffic_quality
    spider hits per country | traffic_quality
    links that get no traffic | idle_links
    never clicked links | idle_links
    best url in the split test | rotator_verdict
    which variant loses | rotator_verdict
    how did our SEO develop since January | get_score_history
    current domain authority | get_scores
    buyers of last week | list_sales
    who signed up today | list_actions
    orders in project 12 | list_sales
    why do ClickMagick and ClickMeter disagree | reconcile
    did traffic drop this week | find_anomalies,compare_periods
    biggest movers month over month | compare_periods
    monthly clicks as csv | query_rows
    tell the customer on whatsapp that the report is ready | send_message
    send the report as a file | send_file
    is the sending phone logged in | get_device_status
    did I send this already | list_effects
    open a new client account | create_client
    sites linking to a client | list_backlinks
    directories that list the business | list_citations
    what should the client fix on the website | list_suggestions
    article drafts | list_content
    get a webhook when the audit is finished | create_webhook
    crawl client 12 again | trigger_crawl
    roas of last month | get_project_stats
    move a rotator into another folder | update_rotator
    add a fallback url to a rotator | update_rotator
    shorten link | create_smart_link,create_datapoint
    links tagged summer | list_tag_datapoints
    how many pixels | count_datapoints
    rename campaign | update_group
    top browsers | get_top_report
    hourly clicks today | get_aggregated_stats,get_datapoint_stats,get_datapoints_stats,list_aggregated_stats
    stop counting my office ip | add_blacklisted_ip
    remove guest access | patch_guest_permission,delete_guest
    invite my client as a guest | create_guest
    clicks left in our plan | get_account_plan,get_my_plan
    rotators list | list_rotators
    erase rotator group | delete_rotator_group
    halt a pixel | set_datapoint_status
    restart link | set_datapoint_status
    pause one destination of a rotator | update_rotator_url
    share of robots by browser | traffic_quality
    how much traffic is automated | traffic_quality
    top publishers | get_clicks
    advertisers with the most clicks last quarter | get_clicks,query_rows
    weakest advertiser | get_clicks,query_rows
    which links are dead | idle_links
    links unclicked for 30 days | idle_links
    which landing page of the rotator wins | rotator_verdict
    worst rotator url | rotator_verdict
    did the aiso score improve | get_score_history
    is our domain authority rising | get_score_history
    who purchased today | list_sales
    list of orders this month | list_sales
    people who opted in yesterday | list_actions
    compare last month and this month | compare_periods
    what moved this week | compare_periods
    something odd with our clicks | find_anomalies
    why don't the two trackers agree | reconcile
    has this phone number been messaged | list_effects
    text a reminder to a customer | send_message
    send picture to phone | send_message,send_file
    whatsapp device online | get_device_status
    monthly report pdf | get_latest_report,list_client_reports
    make a monthly report | generate_report
    crawl site | trigger_crawl
    status of crawls | list_crawls
    client contact details | get_client
    new client | create_client
    seo tips for a client | list_suggestions
    write blog article | generate_content
    ai visibility score | get_scores
    project revenue | get_project_stats
    which campaigns does the project have | get_project_utms
    delete smart link group | delete_link_group
    smart link folders | list_link_groups
    tracking link details | get_datapoint
    number of groups | count_groups
    edit the notes of a link | set_datapoint_notes
    remove tag from a link | patch_tag_datapoint
    browser statistics | get_top_report
    visitors by city | get_top_report
    traffic per week | list_aggregated_stats
    recent clicks | get_clickstream
    raw click data | list_hits
    ban ip | add_blacklisted_ip
    what's our quota | get_account_plan,get_my_plan
    delete guest user | delete_guest
    guest rights | list_guest_permissions
    add domain | create_domain,create_custom_domain
    drop a rotator | delete_rotator
    deactivate pixel | set_datapoint_status
    enable rotator url | update_rotator_url
    rotator url performance | get_rotator_url_stats,rotator_verdict
    fraudulent clicks by country | traffic_quality
    how many spiders hit us | traffic_quality
    advertiser ranking last month | get_clicks
    clicks per publisher | get_clicks
    zero click links | idle_links
    forgotten tracking links | idle_links
    is the new landing page better | rotator_verdict
    split test winner | rotator_verdict
    score development of a client | get_score_history
    how has organic traffic grown | get_score_history
    today's buyers | list_sales
    what was sold last week | list_sales
    new leads this week | list_actions
    engagement log | list_engagements
    growth against last year | compare_periods
    which advertisers gained clicks | compare_periods
    unusual traffic | find_anomalies
    discrepancy between ClickMagick and Hi Energy | reconcile
    what has this server changed today | list_effects
    message this number | send_message
    send a document | send_file
    klik status page | check_klik_health
    latest pdf report | get_latest_report
    report archive | list_client_reports
    client list | list_clients
    rename client | update_client
    terminate a client | delete_client
    links from other sites | list_backlinks
    google business listings | list_citations
    recommendations for the website | list_suggestions
    ai written texts | list_content
    project utm sources | get_project_utms
    edit project currency | update_project
    custom domain list | list_custom_domains
    link subgroup | create_link_subgroup,list_link_groups
    rotator mode and backup url | get_rotator_settings
    disable bots filter in the account | update_account_settings
    links with label summer | list_tag_datapoints
    bookmark link | toggle_datapoint_favourite
    mass create pixels | create_datapoints_batch
    clicks of a campaign per day | list_group_stats
    best performing group | get_groups_summary
    top cities | get_top_report
    clickstream live | get_clickstream
    office ip exclude | add_blacklisted_ip
    remarketing code list | list_retargeting_scripts
    close a customer account | delete_client
    stop rotator url | update_rotator_url
    continue a paused pixel | set_datapoint_status
    put link on hold | set_datapoint_status
    lose a rotator | delete_rotator
    clear a tag from all campaigns | remove_tag_from_groups
    bots per traffic source | traffic_quality
    genuine visitors share | traffic_quality
    invalid clicks | traffic_quality
    top merchants | get_clicks
    affiliate clicks by day | get_clicks
    clicks of advertiser Alpha Store | get_clicks
    links nobody used | idle_links
    inactive links | idle_links
    underperforming variant | rotator_verdict
    which url converts worst | rotator_verdict
    test significance | rotator_verdict
    seo trend | get_score_history
    did the ranking get worse | get_score_history
    growth of organic traffic | get_score_history
    who ordered yesterday | list_sales
    transactions of the last week | list_sales
    sales log | list_sales
    sales figures of a project | get_project_stats
    project performance | get_project_stats
    campaign roi | get_groups_summary,get_project_stats
    conversions by attribution model | get_project_stats,list_actions,list_sales
    week on week clicks | compare_periods
    clicks now and a year ago | compare_periods
    strange drop in sales | find_anomalies
    traffic outliers | find_anomalies
    reconcile two sources | reconcile
    messages sent today | list_effects
    was this file already sent | list_effects
    sms to a customer | send_message
    send contract pdf | send_file
    phone session status | get_device_status
    service availability of klik | check_klik_health
    crawl progress | list_crawls
    queue a crawl | trigger_crawl
    free seo check for a lead | request_audit
    finished audit | get_audit_results
    client profile | get_client
    customers on the business plan | list_clients
    edit contact person of a client | update_client
    current seo rating | get_scores
    newest client report | get_latest_report
    pdf reports of last year | list_client_reports
    build report | generate_report
    blog drafts | list_content
    order a press release | generate_content
    improvement ideas | list_suggestions
    business directories | list_citations
    alert on finished crawl | create_webhook
    campaign projects | list_projects
    project currency | get_project_settings
    drop a project | delete_project
    utm builder links | list_built_urls
    page interactions | list_engagements
    traffic splitter | create_rotator,list_rotators
    rotator overview | list_rotators
    destinations of a rotator | list_rotator_urls
    cap clicks of a rotator url | update_rotator_url
    rotator clicks this week | get_rotator_stats
    clickmagick short links | list_smart_links
    smart link clicks | get_smart_link_stats
    change offer behind a smart link | update_smart_link
    remove branded domain | delete_custom_domain,delete_domain
    default filters of the account | get_account_settings,update_account_settings
    list of pixels | list_datapoints
    link count | count_datapoints
    change name of a tracking link | update_datapoint
    many new links | create_datapoints_batch
    remove many links | delete_datapoints_batch
    pin a link | toggle_datapoint_favourite
    campaign list | list_groups
    delete clickmeter group | delete_group
    links per group | get_groups_summary,list_group_datapoints,count_group_datapoints
    create label | create_tag
    goals list | list_conversions
    conversion snippet | get_conversion
    link performance | get_smart_link_stats,get_datapoint_stats
    daily clicks of a pixel | list_datapoint_stats
    link audience | get_datapoint_report
    totals of the account | get_aggregated_stats
    monthly traffic chart | list_aggregated_stats
    best links | get_datapoints_summary
    top goals | get_conversions_summary
    revenue of a goal | get_conversion_stats
    referrers | get_top_report
    devices of visitors | get_top_report
    real time visitors | get_clickstream
    hits log of a campaign | list_group_hits
    tracking domain list | list_domains
    account time zone | get_account,get_account_settings
    allowed redirect domains | list_whitelisted_domains
    share campaign with client | patch_guest_permission
    blocked addresses | list_blacklisted_ips
    """)

  /// Written down before anybody looked what they lead to.
  static let fresh = reading(
    """
    delete url | delete_rotator_url
    unpause a link | set_datapoint_status
    stop a pixel | set_datapoint_status
    bots by browser | traffic_quality
    real clicks without bots | traffic_quality
    top advertiser this month | get_clicks,query_rows
    links that nobody clicked | idle_links
    rotator url that performs worst | rotator_verdict
    did seo score grow | get_score_history
    who bought last month | list_sales
    clicks lower than last week | compare_periods,find_anomalies
    anything strange last week | find_anomalies
    two tools show different clicks | reconcile
    what did we send to this customer | list_effects
    send text message | send_message
    email a file | send_file
    latest report of a client | get_latest_report
    site crawl state | list_crawls
    request free audit | request_audit
    who mentions our business | list_citations
    optimisation ideas | list_suggestions
    press releases | list_content,generate_content
    change client plan | update_client
    settings of project | get_project_settings
    utm campaigns | get_project_utms
    project profit | get_project_stats
    opt-ins | list_actions
    add rotator | create_rotator
    rotator destinations | list_rotator_urls
    rename smart link | update_smart_link
    smart link sales | get_smart_link_stats
    new custom domain | create_custom_domain,create_domain
    account filters | get_account_settings,update_account_settings
    find pixel | list_datapoints,get_datapoint
    batch update links | update_datapoints_batch
    group notes | set_group_notes,get_group
    tag group | patch_tag_group,list_tag_groups
    goal code | get_conversion
    untie link from goal | patch_conversion_datapoint
    link clicks by country | get_datapoint_report
    group totals | get_group_stats
    account traffic per month | list_aggregated_stats
    top links by conversions | get_datapoints_summary
    hit log of link | list_datapoint_hits
    latest visitors | get_clickstream
    plan limits | get_account_plan,get_my_plan
    guest login | get_guest,create_guest,update_guest
    whitelist domain | add_whitelisted_domain
    ignore ip | add_blacklisted_ip
    """)

  /// Short and long, of all services, reading, changing and computing.
  static let everyday = reading(
    """
    which ads partner sent us the most clicks last week | get_clicks
    clicks per advertiser | get_clicks
    openapi spec of hi energy | get_api_schema
    show me all our clients | list_clients
    onboard a new customer | create_client
    change a client's contact email | update_client
    we lost this client, remove the account | delete_client
    what is the AI visibility of Acme right now | get_scores
    how did the SEO score develop over the last year | get_score_history
    download the pdf report for a client | get_latest_report
    make a new report for this month | generate_report
    past monthly reports of a client | list_client_reports
    re-crawl the website | trigger_crawl
    free check of a prospect's website | request_audit
    who links to our client's site | list_backlinks
    write a blog post for a client | generate_content
    notify my server when something happens | create_webhook
    how is my project doing this month | get_project_stats
    how much revenue did the campaign make | get_project_stats,get_group_stats,get_groups_summary
    orders from the last seven days | list_sales
    which utm sources do we have | get_project_utms
    change the attribution window | update_project
    split traffic between two landing pages | create_rotator
    halt one of the urls in a rotator | update_rotator_url
    add another landing page to the rotator | create_rotator_url
    take a url out of the rotator for good | delete_rotator_url
    new folder for rotators | create_rotator_group
    rename link folder | rename_link_group
    is variant B really better than A | rotator_verdict
    make a short link in clickmagick | create_smart_link
    set up our own tracking domain | create_custom_domain,create_domain
    which countries are blocked by default | get_account_settings
    whatsapp the boss | send_message
    text someone the numbers | send_message
    send the invoice pdf to a phone | send_file
    is the phone connected | get_device_status
    resume a tracking link | set_datapoint_status
    restart a paused pixel | set_datapoint_status
    how many links do we have | count_datapoints
    best performing links | get_datapoints_summary
    rank campaigns by conversions | get_groups_summary
    clicks per day of one link | list_datapoint_stats
    where do our visitors come from | get_top_report
    which country clicked this link most | get_datapoint_report
    create many links at once | create_datapoints_batch
    untag all links | remove_tag_from_datapoints
    links with the tag summer | list_tag_datapoints
    star a link | toggle_datapoint_favourite
    add a comment to a campaign | set_group_notes
    facebook pixel code on our links | create_retargeting_script,get_retargeting_script
    which links load the retargeting script | list_retargeting_datapoints
    give a customer access to a campaign | patch_guest_permission
    how much of my quota is used | get_account_plan,get_my_plan
    how often did people sign up | get_conversion_stats,list_actions
    set up a goal | create_conversion
    clicks this month versus last month | compare_periods
    what went wrong with traffic yesterday, any spikes or drops | find_anomalies
    dead links nobody uses | idle_links
    how many crawlers and spiders visit us | traffic_quality,get_aggregated_stats
    why do clickmagick and clickmeter show different numbers | reconcile
    sum the sales by product | query_rows
    what did you change today | list_effects
    how did our partners do yesterday | get_clicks
    which merchant went up the most compared to last month | compare_periods
    are there bots among our visitors | traffic_quality
    how many clicks came from spiders | traffic_quality,get_aggregated_stats
    which source sends the most junk traffic | traffic_quality
    did traffic collapse on any day | find_anomalies
    why did clicks drop on Tuesday | find_anomalies,compare_periods
    which links haven't been clicked in 90 days | idle_links
    list links that are not used any more | idle_links
    the numbers in clickmeter and hi energy don't match | reconcile
    is the difference between the two rotator urls real | rotator_verdict
    which landing page in the rotator wins | rotator_verdict
    which headline sells best | rotator_verdict
    sum clicks by advertiser and month | query_rows
    add up all sales of march by product | query_rows
    average order value | query_rows,get_project_stats
    filter the list by status and sort by clicks | query_rows
    how are we doing versus last quarter | compare_periods
    year on year revenue comparison | compare_periods
    did sales go up or down | compare_periods
    who is on our client list | list_clients
    what plan is Acme on | get_client
    set up a new account for Bakery Smith | create_client
    drop a client | delete_client
    current seo score of a client | get_scores
    did our visibility in google improve | get_score_history
    is the monthly report ready | get_latest_report,list_client_reports
    get me last month's report | get_latest_report,list_client_reports
    kick off a site crawl | trigger_crawl
    results of the audit | get_audit_results
    which websites mention the client | list_backlinks,list_citations
    press release for the product launch | generate_content
    blog articles written so far | list_content
    tips to raise the score | list_suggestions
    call my endpoint when a crawl completes | create_webhook
    ROI this month | get_project_stats
    cost per sale of a project | get_project_stats
    kill the project | delete_project
    opt-ins and leads this week | list_actions
    all purchases today | list_sales
    how many sales today | list_sales,get_project_stats
    start a split test | create_rotator
    pause a rotator url | update_rotator_url
    turn a rotator url back on | update_rotator_url
    send more traffic to one url | update_rotator_url
    remove landing page from rotator | delete_rotator_url
    which urls are in the rotator | list_rotator_urls
    how many clicks did each url of the rotator get | get_rotator_url_stats
    rename the rotator | update_rotator
    move a rotator to another folder | update_rotator
    redirect smart link to a new page | update_smart_link
    which smart links do we have | list_smart_links
    sales per smart link | get_smart_link_stats
    remove the custom domain | delete_custom_domain
    change default filters | update_account_settings
    send a sms to our client | send_message
    message the team on whatsapp | send_message
    is whatsapp connected | get_device_status
    send a brochure | send_file
    make a link inactive | set_datapoint_status
    switch a pixel off | set_datapoint_status
    reactivate link | set_datapoint_status
    halt the campaign link | set_datapoint_status
    erase a tracking pixel | delete_datapoint
    shorten this url | create_datapoint,create_smart_link
    worst links | get_datapoints_summary
    ranking of links by clicks | get_datapoints_summary
    top campaigns by revenue | get_groups_summary
    which browsers do people use | get_top_report
    what time were the last clicks | get_clickstream
    clicks per month for the account | list_aggregated_stats
    total conversions of a campaign | get_group_stats
    how many clicks did my link get | get_datapoint_stats
    clicks on a link day by day | list_datapoint_stats
    list all tags | list_tags
    which campaigns have this tag | list_tag_groups
    rename label | rename_tag
    remove a tag from a link | patch_tag_datapoint
    how many tags are there | count_tags
    make new campaign | create_group
    links in a folder | list_group_datapoints
    rank the links in a campaign | get_group_summary
    delete goal | delete_conversion
    which goals bring the most money | get_conversions_summary
    tie link to goal | patch_conversion_datapoint
    where do the conversions come from | get_conversion_report
    conversions per week | list_conversions_aggregated_stats,list_conversion_stats
    add remarketing pixel | create_retargeting_script
    delete retargeting pixel | delete_retargeting_script
    stop counting clicks from our ip | add_blacklisted_ip
    unblock an ip address | delete_blacklisted_ip
    which ips are blocked | list_blacklisted_ips
    what can the guest see | list_guest_permissions
    when does our subscription renew | get_account_plan,get_my_plan
    what messages have been sent | list_effects
    undo history of changes | list_effects
    get rid of a rotator | delete_rotator
    stop a pixel from tracking | set_datapoint_status
    restart a link | set_datapoint_status
    halt one rotator url | update_rotator_url
    percentage of bots per country | traffic_quality
    are crawlers inflating our clicks | traffic_quality
    pages nobody clicks on | idle_links
    links with zero clicks last month | idle_links
    which landing page loses | rotator_verdict
    clicks compared with last year | compare_periods
    is revenue up or down on last week | compare_periods
    any strange days in march | find_anomalies
    why do the two tools report different sales | reconcile
    total clicks per advertiser sorted | query_rows,get_clicks
    which advertiser brings most clicks | get_clicks,query_rows
    is the domain authority rising | get_score_history
    what is our seo score now | get_scores
    order a new monthly report | generate_report
    show the latest report | get_latest_report
    who are our clients | list_clients
    end the contract with a client | delete_client
    sites linking to us | list_backlinks
    purchases of last month | list_sales
    how profitable is the project | get_project_stats
    make a rotator with three pages | create_rotator
    edit a smart link | update_smart_link
    how are the smart links performing | get_smart_link_stats
    whatsapp a customer | send_message
    send the report pdf by whatsapp | send_file
    best campaigns this month | get_groups_summary
    most clicked links | get_datapoints_summary
    which countries do clicks come from | get_top_report
    clicks in the last minutes | get_clickstream
    label a campaign | patch_tag_group
    delete the tag | delete_tag
    ban an ip address | add_blacklisted_ip
    what did the assistant send | list_effects
    drop a rotator url | delete_rotator_url
    unpause the link | set_datapoint_status
    share of spiders by browser | traffic_quality
    is one rotator url significantly better | rotator_verdict
    this month versus the month before | compare_periods
    traffic spike on monday | find_anomalies
    clickmeter shows fewer clicks than clickmagick | reconcile
    top merchants last week | get_clicks,query_rows
    seo ranking over the past year | get_score_history
    add a customer | create_client
    search for a client by name | list_clients
    order an audit of a website | request_audit
    improvement ideas for the site | list_suggestions
    who purchased this week | list_sales
    revenue of a project | get_project_stats
    new rotator | create_rotator
    disable a rotator url | update_rotator_url
    delete a folder of links | delete_link_group
    text a client | send_message
    is klik.social online | check_klik_health
    best link of a campaign | get_group_summary
    ranking of campaigns | get_groups_summary
    how many pixels do we have | count_datapoints
    visitors by device | get_top_report
    tag several links | patch_tag_datapoint
    conversions of the account by month | list_conversions_aggregated_stats
    facebook retargeting code | create_retargeting_script,get_retargeting_script
    don't count my own ip | add_blacklisted_ip
    invite a teammate | create_guest
    revoke a guest's access to a campaign | patch_guest_permission
    how many clicks are left in our plan | get_account_plan,get_my_plan
    average clicks per advertiser | query_rows
    archive of monthly reports | list_client_reports
    live clicks right now | get_clickstream
    favourite links | list_datapoints,toggle_datapoint_favourite
    pause link | set_datapoint_status
    stop sending traffic to a rotator url | update_rotator_url
    how many of our clicks are bots | traffic_quality
    bot percentage per link | traffic_quality
    links nobody has clicked this month | idle_links
    which url in the rotator is the worst | rotator_verdict
    compare sales with last month | compare_periods
    did we grow compared with the previous quarter | compare_periods
    days with unusually few clicks | find_anomalies
    hi energy and clickmeter disagree | reconcile
    clicks grouped by advertiser | query_rows,get_clicks
    best advertisers this year | get_clicks,query_rows
    did our seo improve | get_score_history
    how visible are we in ai search | get_scores
    get the newest client report | get_latest_report
    contact of a client | get_client
    crawl the site again | trigger_crawl
    who links to the site | list_backlinks
    write an article for the client | generate_content
    revenue of the funnel | get_project_stats
    show yesterday's orders | list_sales
    leads of today | list_actions
    split traffic between pages | create_rotator
    swap the landing page of a rotator url | update_rotator_url
    create a folder for links | create_link_group,create_group
    is the sending phone online | get_device_status
    top ten links | get_datapoints_summary
    clicks by country for one link | get_datapoint_report
    daily clicks of the account | list_aggregated_stats
    links with this tag | list_tag_datapoints
    create a tag | create_tag
    which conversion earns the most | get_conversions_summary
    exclude an ip address | add_blacklisted_ip
    remove a colleague's access | delete_guest,patch_guest_permission
    which messages did you send | list_effects
    """)

  private static func reading(_ lines: String) -> [ToolQuestion] {
    lines.split(separator: "\n").map { line in
      let parts = line.split(separator: "|").map { part in
        part.split(separator: " ").joined(separator: " ")
      }
      return ToolQuestion(
        text: parts[0], tools: parts[1].split(separator: ",").map(String.init))
    }
  }
}
